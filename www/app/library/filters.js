/* What one asks of the library: words, kind, genre, year, order. */
import { askAll } from "../core/api.js";
import { icon, make, put } from "../core/dom.js";
import { session } from "../core/session.js";
import { t } from "../core/text.js";
import { ICONS } from "../core/ui.js";

const TYPING_MS = 250;

const SORTS = ["title", "-title", "-year", "year", "-created_at", "created_at"];
const NAMES = ["q", "kind", "genre", "year", "sort", "show"];

const choice = (name, label, choices) => make("select", { name, "aria-label": label },
	choices.map(([value, text]) => make("option", { value }, text)));

function inputs() {
	return {
		q: make("input", { type: "search", name: "q", maxlength: 200,
			placeholder: t("filter.search"), "aria-label": t("filter.search"),
			autocomplete: "off", spellcheck: "false" }),
		kind: choice("kind", t("filter.kind"), [["", t("kind.all")],
			["movies", t("kind.movies")], ["series", t("kind.series.many")]]),
		genre: choice("genre", t("filter.genre"), [["", t("filter.genres")]]),
		year: make("input", { name: "year", inputmode: "numeric", maxlength: 4,
			placeholder: t("year"), "aria-label": t("year"), autocomplete: "off" }),
		sort: choice("sort", t("filter.sort"),
			SORTS.map((value) => [value, t(`sort.${value}`)])),
		show: session.may("EDITOR") && choice("show", t("filter.show"), [
			["", t("show.all")], ["playable", t("show.playable")],
			["trash", t("show.trash")]]),
	};
}

function setGenre(select, genre) {
	if (genre && ![...select.options].some(({ value }) => value === genre))
		put(select, make("option", { value: genre }, genre));
	select.value = genre;
}

/* Starts from the address's query; onChange(asked) follows each change. */
export function createFilters(query, onChange) {
	const form = inputs();
	const known = NAMES.filter((name) => form[name]);
	let timer = 0;

	const set = (name, value) => name === "genre"
		? setGenre(form.genre, value) : (form[name].value = value);

	function asked() {
		const all = Object.fromEntries(known.map(
			(name) => [name, form[name].value.trim()]));
		return { ...all,
			sort: all.sort === SORTS[0] ? "" : all.sort,
			year: /^\d{1,4}$/.test(all.year) ? all.year : "" };
	}

	const change = () => {
		clearTimeout(timer);
		onChange(asked());
	};

	function clear() {
		known.forEach((name) => set(name, name === "sort" ? SORTS[0] : ""));
		change();
		form.q.focus();
	}

	known.forEach((name) => query.get(name) && set(name, query.get(name)));
	const root = make("form.filters", { role: "search",
		onsubmit: (event) => event.preventDefault() },
	make("div.search", {}, icon(ICONS.search), form.q),
	known.slice(1).map((name) => form[name]));
	root.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(change, TYPING_MS);
	});

	return {
		root, asked, clear,
		isAsking: () => Object.values(asked()).some(Boolean),
		async loadGenres() {
			const genres = await askAll("/genres", { sort: "name" }).catch(() => []);
			put(form.genre, genres.filter(({ name }) => name !== form.genre.value)
				.map(({ name }) => make("option", { value: name }, name)));
		},
	};
}
