/* The wall of titles, which fills itself as one comes near its end. */
import { fill, make, put, setShown, setText } from "../core/dom.js";
import { during } from "../core/session.js";
import { t, tn } from "../core/text.js";
import { ghosts, trouble } from "../core/ui.js";
import { titleCard } from "./card.js";

const GHOSTS = 12;

/* So far before its end. */
const NEAR = "900px";

const parts = () => ({
	cards: make("ul.wall", {}, ghosts("poster", GHOSTS).map(
		(ghost) => make("li.card", {}, ghost))),
	count: make("p.count.quiet", { role: "status" }),
	foot: make("div.foot-of-wall"),
	more: make("button.button", { type: "button", hidden: true }, t("more")),
});

const countOf = (all, isDone) => all === 0 ? ""
	: isDone ? tn("count.titles", all) : t("count.more", { n: all });

/* Calls onNear() once whenever watch() was said and node is near. */
function nearness(node, onNear, signal) {
	const observer = new IntersectionObserver((entries) => {
		if (!entries.some(({ isIntersecting }) => isIntersecting))
			return;
		observer.unobserve(node);
		onNear();
	}, { rootMargin: NEAR });
	signal.addEventListener("abort", () => observer.disconnect());
	return () => observer.observe(node);
}

function showTitles({ cards, count, foot, more }, turn, found, nothing) {
	const isDone = turn.titles.isDone();
	if (turn.isNew)
		fill(cards);
	turn.isNew = false;
	put(cards, found.map(titleCard));
	const all = cards.children.length;
	fill(foot, all === 0 && nothing());
	setShown(more, !isDone);
	setText(count, countOf(all, isDone));
}

/* What was there stays, but for the ghosts. */
function showTrouble({ cards, foot, more }, turn, problem, again) {
	if (turn.isNew)
		fill(cards);
	setShown(more, false);
	fill(foot, trouble(problem, again));
}

/* nothing() makes what stands in the place of titles where there are none.
 * The answer's begin(open) shows other titles from now on: those of
 * open(signal), as openTitles() gives them. */
export function createWall(signal, nothing) {
	const all = parts();
	const watch = nearness(all.more, () => load(current), signal);
	let current = null;

	async function load(turn) {
		if (turn.isBusy)
			return;
		turn.isBusy = true;
		all.cards.setAttribute("aria-busy", "true");
		try {
			const found = await during(() => turn.titles.next());
			if (turn === current)
				showTitles(all, turn, found, nothing);
			watch();
		} catch (problem) {
			if (turn === current && problem.name !== "AbortError")
				showTrouble(all, turn, problem, () => load(turn));
		}
		turn.isBusy = false;
		all.cards.setAttribute("aria-busy", "false");
	}

	all.more.addEventListener("click", () => load(current));
	return {
		count: all.count,
		parts: [all.cards, all.foot, make("p.centre", {}, all.more)],
		begin(open) {
			current?.control.abort();
			const control = new AbortController();
			current = { control, titles: open(control.signal), isBusy: false, isNew: true };
			load(current);
		},
	};
}
