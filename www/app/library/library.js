/* The library: what one was watching, and all titles on one wall. */
import { fill, make, setShown } from "../core/dom.js";
import { keepQuery } from "../core/router.js";
import { session } from "../core/session.js";
import { t } from "../core/text.js";
import { empty, heading, link } from "../core/ui.js";
import { watchingCard } from "./card.js";
import { createFilters } from "./filters.js";
import { openTitles } from "./titles.js";
import { createWall } from "./wall.js";
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

export async function open({ place, query, signal, name }) {
	const row = make("section.watching", { hidden: true });
	const filters = createFilters(query, (asked) => {
		keepQuery(asked);
		show(asked);
	});
	const wall = createWall(signal, () => nothing(filters));
	const show = (asked) => wall.begin((ending) => openTitles(
		KINDS[asked.kind] ?? KINDS[""], queryOf(asked), ending));
	name("");
	fill(place, row,
		make("div.heading", {}, heading(t("nav.library")), wall.count),
		filters.root, wall.parts);
	show(filters.asked());
	const draw = () => drawWatching(row).catch(() => {});
	place.addEventListener("return", draw, { signal });
	draw();
	await filters.loadGenres();
}
