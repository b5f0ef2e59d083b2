/* The next episode, after a few seconds in which one can say no. */
import { make, setText } from "../core/dom.js";
import { go } from "../core/router.js";
import { t } from "../core/text.js";

const SECONDS = 10;

/* Counts down in front of the screen; the answer takes it away. */
export function offerNext(screen, next) {
	const said = make("p.quiet", { "aria-live": "off" });
	const root = make("div.next", { role: "group", "aria-label": t("play.next") },
		make("p.quiet", {}, t("play.next")), make("p.said", {}, next.name), said,
		make("p.row", {},
			make("button.button.strong", { type: "button",
				onclick: () => go(next.path) }, t("play.nextNow")),
			make("button.button", { type: "button",
				onclick: () => end() }, t("cancel"))));
	let left = SECONDS;

	function tick() {
		setText(said, t("play.nextIn", { n: left }));
		if (left-- <= 0)
			go(next.path);
	}

	const timer = setInterval(tick, 1000);
	function end() {
		clearInterval(timer);
		root.remove();
	}

	tick();
	screen.append(root);
	root.querySelector("button").focus();
	return end;
}
