/* The library: what one was watching, and all titles on one wall. */
import { fill, make, put, setShown, setText } from "../core/dom.js";
import { keepQuery } from "../core/router.js";
import { session } from "../core/session.js";
import { t, tn } from "../core/text.js";
import { empty, ghosts, heading, link, trouble } from "../core/ui.js";
import { titleCard, watchingCard } from "./card.js";
import { createFilters } from "./filters.js";
import { openTitles } from "./titles.js";
import { loadWatching } from "./watching.js";

const KINDS = { "": ["movies", "series"], movies: ["movies"], series: ["series"] };

/* Those who cannot mend it are not shown what cannot be played. */
const SHOWN = {
	"": () => session.may("EDITOR") ? {} : { playable: "true" },
	playable: () => ({ playable: "true" }),
	trash: () => ({ trashed: "true" }),
};

const queryOf = ({ q, genre, year, sort, show }) => ({
	q, genre, year, sort: sort || "title", ...(SHOWN[show] ?? SHOWN[""])() });

async function drawWatching(row) {
	const items = await loadWatching();
	const cards = items.map(watchingCard).filter(Boolean);
	if (cards.length > 0)
		fill(row, make("h2", {}, t("watching.title")),
			make("ul.strip", {}, cards));
	setShown(row, cards.length > 0);
}

function nothing(filters) {
	if (filters.isAsking())
		return empty(t("library.none"), t("library.none.hint"),
			make("p", {}, make("button.button", { type: "button",
				onclick: filters.clear }, t("filter.clear"))));
	if (session.may("EDITOR"))
		return empty(t("library.empty"), t("library.empty.editor"),
			make("p", {}, link(t("nav.upload"), "/upload", "strong")));
	return empty(t("library.empty"), t(session.isSignedIn()
		? "library.empty.viewer" : "library.empty.nobody"));
}

/* The wall: fills itself as one comes near its end. */
function createWall(signal, filters) {
	const cards = make("ul.wall");
	const count = make("p.count.quiet", { role: "status" });
	const foot = make("div.foot-of-wall");
	const more = make("button.button", { type: "button", hidden: true }, t("more"));
	let turn = null;

	const observer = new IntersectionObserver((entries) => {
		if (entries.some(({ isIntersecting }) => isIntersecting))
			turn?.load();
	}, { rootMargin: "900px" });
	signal.addEventListener("abort", () => observer.disconnect());
	more.addEventListener("click", () => turn?.load());

	function begin(asked) {
		turn?.control.abort();
		const control = new AbortController();
		const titles = openTitles(KINDS[asked.kind] ?? KINDS[""],
			queryOf(asked), control.signal);
		turn = { control, isBusy: false, isNew: true };
		turn.load = () => load(turn, titles);
		turn.load();
	}

	async function load(mine, titles) {
		if (mine.isBusy || mine.isOver)
			return;
		mine.isBusy = true;
		cards.setAttribute("aria-busy", "true");
		try {
			const found = await titles.next();
			if (mine === turn)
				show(mine, found, titles.isDone());
		} catch (problem) {
			if (mine === turn && problem.name !== "AbortError")
				fill(foot, trouble(problem, mine.load));
		}
		mine.isBusy = false;
		cards.setAttribute("aria-busy", "false");
		observer.unobserve(more);
		if (!mine.isOver)
			observer.observe(more);
	}

	function show(mine, found, isDone) {
		mine.isOver = isDone;
		if (mine.isNew)
			fill(cards);
		mine.isNew = false;
		fill(foot);
		put(cards, found.map(titleCard));
		setShown(more, !isDone);
		const all = cards.children.length;
		setText(count, all === 0 ? ""
			: isDone ? tn("count.titles", all) : t("count.more", { n: all }));
		if (all === 0)
			fill(foot, nothing(filters));
	}

	fill(cards, ghosts("poster", 12).map((ghost) => make("li.card", {}, ghost)));
	return { begin, parts: [cards, foot, make("p.centre", {}, more)], count };
}

export async function open({ place, query, signal, name }) {
	const row = make("section.watching", { hidden: true });
	const filters = createFilters(query, (asked) => {
		keepQuery(asked);
		wall.begin(asked);
	});
	const wall = createWall(signal, filters);
	name("");
	fill(place, row,
		make("div.heading", {}, heading(t("nav.library")), wall.count),
		filters.root, wall.parts);
	wall.begin(filters.asked());
	const draw = () => drawWatching(row).catch(() => {});
	place.addEventListener("return", draw, { signal });
	draw();
	await filters.loadGenres();
}
