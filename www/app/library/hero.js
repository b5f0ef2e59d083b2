/* The head of a title's page. */
import { make } from "../core/dom.js";
import { clock, joined, t } from "../core/text.js";
import { heading, playIcon } from "../core/ui.js";
import { poster } from "./poster.js";

const genreLink = (genre) => make("a.tag",
	{ href: `#/?${new URLSearchParams({ genre })}` }, genre);

/* facts: strings; actions: nodes; state: how its film is doing; more: what
 * follows below. */
export const hero = (title, { facts = [], actions = [], state = null, more = [] }) =>
	make("article.hero", {},
		poster(title, false),
		make("div.facts", {},
			heading(title.title),
			title.original_title && make("p.original.quiet", {}, title.original_title),
			make("p.line", {}, joined(title.year && String(title.year), ...facts,
				title.rating)),
			title.genres.length > 0
				&& make("p.tags", {}, title.genres.map(genreLink)),
			title.trashed_at && make("p.wrong", {}, t("trash.here")),
			make("div.row.actions", {}, actions), state,
			title.synopsis && make("p.synopsis", {}, title.synopsis),
			more));

export const heroGhost = () => make("div.hero", { "aria-hidden": "true" },
	make("div.ghost.poster"), make("div.facts", {},
		make("div.ghost.text.wide"), make("div.ghost.text"),
		make("div.ghost.text.long")));

/* Play, or go on from a place. */
export const playLink = (path, position_ms = 0) => make("a.button.strong.play",
	{ href: `#${path}` }, playIcon(),
	position_ms > 0 ? t("resume", { time: clock(position_ms) }) : t("play"));

export const fromStartLink = (path) => make("a.button",
	{ href: `#${path}?from=0` }, t("fromStart"));
