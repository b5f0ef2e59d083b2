/* "Create a movie / an episode from this": what the name says, to be mended
 * by hand. */
import { ask, withQuery } from "../core/api.js";
import { fill, make, setShown } from "../core/dom.js";
import { field } from "../core/field.js";
import { act } from "../core/notice.js";
import { t } from "../core/text.js";
import { link } from "../core/ui.js";
import { guess } from "./guess.js";

const numberOf = (text) => text.trim() === "" ? null : Number(text);

const same = (one, other) => one.localeCompare(other, undefined,
	{ sensitivity: "base" }) === 0;

async function findSeries(title, year) {
	const found = await ask(withQuery("/series", { q: title, limit: 50 }));
	return found.items.find((series) => same(series.title, title))
		?? ask("/series", { method: "POST", json: { title, ...(year ? { year } : {}) } });
}

async function findSeason(series, number) {
	const found = await ask(`/series/${series.id}/seasons?limit=100`);
	return found.items.find((season) => season.number === number)
		?? ask(`/series/${series.id}/seasons`, { method: "POST", json: { number } });
}

/* The path of what was made. */
const MAKERS = {
	async movie(inputs, mediaId) {
		const year = numberOf(inputs.year.value);
		const movie = await ask("/movies", { method: "POST", json: {
			title: inputs.title.value.trim(), media_file_id: mediaId,
			...(year === null ? {} : { year }) } });
		return `/movies/${movie.id}`;
	},
	async episode(inputs, mediaId, said) {
		const series = await findSeries(inputs.series.value.trim(), said.year);
		const season = await findSeason(series, Number(inputs.season.value));
		const number = Number(inputs.number.value);
		await ask(`/seasons/${season.id}/episodes`, { method: "POST", json: {
			number, media_file_id: mediaId,
			title: inputs.title.value.trim() || t("episode.untitled", { number }) } });
		return `/series/${series.id}`;
	},
};

const SHOWN = {
	movie: ["title", "year"],
	episode: ["series", "season", "number", "title"],
};

function fieldsOf(said) {
	return {
		kind: field({ label: t("make.kind"), value: said.kind, choices: [
			["movie", t("kind.movie")], ["episode", t("kind.episode")]] }),
		series: field({ label: t("kind.series"), value: said.series
			?? said.title, maxlength: 255, list: "series-names" }),
		season: field({ label: t("season.word"), type: "number", min: 0, max: 999,
			value: said.season ?? 1 }),
		number: field({ label: t("episode.word"), type: "number", min: 0, max: 9999,
			value: said.number ?? 1 }),
		title: field({ label: t("title"), value: said.title, maxlength: 255 }),
		year: field({ label: t("year"), type: "number", min: 1870, max: 2200,
			value: said.year }),
	};
}

/* upload: { file, mediaId }. Once made, the form gives way to a link. */
export function titleForm(upload, signal) {
	const said = guess(upload.file.name);
	const fields = fieldsOf(said);
	const root = make("div.make");
	const submit = make("button.button.strong.small", { type: "submit" });

	function arrange() {
		const kind = fields.kind.input.value;
		for (const [name, { root: node }] of Object.entries(fields))
			setShown(node, name === "kind" || SHOWN[kind].includes(name));
		fields.title.input.required = kind === "movie";
		fields.series.input.required = kind === "episode";
		submit.textContent = t(`make.${kind}`);
	}

	async function create(event) {
		event.preventDefault();
		const inputs = Object.fromEntries(Object.entries(fields).map(
			([name, { input }]) => [name, input]));
		await act(submit, async () => {
			const path = await MAKERS[inputs.kind.value](inputs, upload.mediaId, said);
			upload.made = path;
			showMade();
		});
	}

	const showMade = () => fill(root, make("p", {}, `${t("make.done")} `,
		link(t("make.open"), upload.made)));

	fields.kind.input.addEventListener("change", arrange, { signal });
	arrange();
	fill(root, make("form.inline", { onsubmit: create },
		Object.values(fields).map((each) => each.root), submit));
	if (upload.made)
		showMade();
	return root;
}
