/* Small pieces that many rooms are made of. */
import { icon, make } from "./dom.js";
import { act } from "./notice.js";
import { t } from "./text.js";

/* A button that runs an action which may fail (see act()). */
export const action = (name, run, { kind = "", ...props } = {}) =>
	make(`button.button${kind && `.${kind}`}`, { type: "button", ...props,
		onclick: ({ currentTarget }) => act(currentTarget,
			() => run(currentTarget)) }, name);

export const link = (name, path, kind = "") =>
	make(kind ? `a.button.${kind}` : "a", { href: `#${path}` }, name);

/* The room's name; gets the focus when the room is entered. */
export const heading = (name) => make("h1", { tabindex: -1 }, name);

export const bar = (name, permille = 0) => make("progress", {
	max: 1000, "aria-label": name, value: permille });

export const ghosts = (kind, count) => Array.from({ length: count },
	() => make(`div.ghost.${kind}`, { "aria-hidden": "true" }));

/* Where there is nothing: what is missing, and what to do about it. */
export const empty = (said, hint, ...more) => make("div.empty", {},
	make("p.said", {}, said), hint && make("p.quiet", {}, hint), more);

/* A sentence in the place of a room that could not be shown. */
export const trouble = (problem, again) => make("div.empty", {},
	make("h1.said", { tabindex: -1 }, problem.message),
	make("p", {}, make("button.button", { type: "button", onclick: again },
		t("again"))));

export const ICONS = {
	play: "M8 5.5v13l11-6.5z",
	search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
	check: "M5 12.5l4.5 4.5L19 7.5",
};

export const playIcon = () => icon(ICONS.play);
