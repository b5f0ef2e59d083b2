/* The seek bar: where one is, what is loaded, chapters, and a look ahead. */
import { fill, make, setShown, setText } from "../core/dom.js";
import { clock, joined, t } from "../core/text.js";
import { cueAt, tileOf } from "./vtt.js";

const SHARE = 1000;

const loadedUntil = (video) => {
	for (let i = 0; i < video.buffered.length; i++)
		if (video.buffered.start(i) <= video.currentTime
			&& video.buffered.end(i) >= video.currentTime)
			return video.buffered.end(i);
	return 0;
};

function createPreview() {
	const picture = make("div.tile", { hidden: true });
	const said = make("span.time");
	const root = make("div.preview", { hidden: true, "aria-hidden": "true" },
		picture, said);

	function draw(cue, base) {
		const tile = cue && tileOf(cue.text, base);
		setShown(picture, Boolean(tile));
		if (tile)
			Object.assign(picture.style, {
				width: `${tile.width}px`, height: `${tile.height}px`,
				backgroundImage: `url("${tile.url}")`,
				backgroundPosition: `-${tile.x}px -${tile.y}px` });
	}
	return { root, draw, say: (text) => setText(said, text) };
}

/* onSeek(seconds). The answer's set({ thumbs, base, chapters }) gives it cues
 * when they have come; update() follows the video. */
export function createSeek(video, onSeek) {
	const input = make("input", { type: "range", min: 0, max: SHARE, step: 1,
		value: 0, "aria-label": t("play.seek") });
	const preview = createPreview();
	const marks = make("div.marks", { "aria-hidden": "true" });
	const root = make("div.seek", {}, make("div.rail", { "aria-hidden": "true" }),
		marks, input, preview.root);
	let cues = { thumbs: [], base: "", chapters: [] };
	let isHeld = false;

	const whole = () => Number.isFinite(video.duration) ? video.duration : 0;
	const share = (seconds) => whole() > 0 ? seconds / whole() : 0;

	function look(seconds) {
		const chapter = cueAt(cues.chapters, seconds)?.text;
		preview.draw(cueAt(cues.thumbs, seconds), cues.base);
		preview.say(joined(clock(1000 * seconds), chapter));
		preview.root.style.setProperty("--at", String(share(seconds)));
		setShown(preview.root, whole() > 0);
	}

	function lookAt(event) {
		const { left, width } = input.getBoundingClientRect();
		look(Math.min(1, Math.max(0, (event.clientX - left) / width)) * whole());
	}

	function update() {
		root.style.setProperty("--loaded", String(share(loadedUntil(video))));
		if (isHeld)
			return;
		input.value = SHARE * share(video.currentTime);
		root.style.setProperty("--played", String(share(video.currentTime)));
		input.setAttribute("aria-valuetext", t("play.at", {
			time: clock(1000 * video.currentTime), whole: clock(1000 * whole()) }));
	}

	input.addEventListener("input", () => {
		isHeld = true;
		root.style.setProperty("--played", String(input.value / SHARE));
		look((input.value / SHARE) * whole());
	});
	input.addEventListener("change", () => {
		isHeld = false;
		onSeek((input.value / SHARE) * whole());
		setShown(preview.root, false);
	});
	input.addEventListener("pointermove", lookAt);
	input.addEventListener("pointerleave", () => setShown(preview.root, false));

	return {
		root, input, update,
		set(given) {
			cues = given;
			fill(marks, cues.chapters.filter(({ start }) => start > 0)
				.map(({ start }) => make("i", { vars: { "--at": share(start) } })));
		},
	};
}
