/* The screen: one film in a <video> with its controls, from its first frame
 * to whatever ends it. */
import { icon, make, setProgress, setShown, setText } from "../core/dom.js";
import { t } from "../core/text.js";
import { bar } from "../core/ui.js";
import { createControls } from "./controls.js";
import { PICTURES } from "./icons.js";
import { tellSystem } from "./system.js";
import { openStream } from "./stream.js";
import { loadCues } from "./vtt.js";

const REST_MS = 3000;

/* What hides the picture while there is nothing to see on it. */
function createCurtain() {
	const said = make("p.said", { role: "status" });
	const progress = bar(t("progress"));
	const button = make("button.button", { type: "button", hidden: true });
	const root = make("div.curtain", {}, said, progress, button);
	let onPress = null;

	button.addEventListener("click", () => onPress?.());
	setProgress(progress, null);
	return {
		root,
		say(sentence, { permille = null, retry = null } = {}) {
			setShown(root, true);
			setText(said, sentence);
			setProgress(progress, permille);
			setText(button, retry ? t("again") : "");
			onPress = retry;
		},
		open: () => setShown(root, false),
	};
}

/* Controls go away while a film runs and nobody moves. */
function rest(root, video, isChoosing, signal) {
	let timer = 0;
	const wake = () => {
		clearTimeout(timer);
		root.dataset.resting = "false";
		timer = setTimeout(() => {
			const isUsed = video.paused || isChoosing()
				|| root.querySelector(".controls :focus-visible");
			root.dataset.resting = String(!isUsed);
		}, REST_MS);
	};
	for (const name of ["pointermove", "pointerdown", "keydown", "focusin"])
		root.addEventListener(name, wake, { signal });
	for (const name of ["pause", "play"])
		video.addEventListener(name, wake, { signal });
	signal.addEventListener("abort", () => clearTimeout(timer));
	return wake;
}

/* Mouse: one click stops and goes on, two fill the screen. Touch: the first
 * tap only shows the controls. */
function listenToPointer(video, root, does, signal) {
	video.addEventListener("pointerup", (event) => {
		if (event.pointerType === "mouse")
			does.toggle();
	}, { signal });
	video.addEventListener("dblclick", does.full, { signal });
}

/* title: { name, about }, back: the path to leave by, onNext: or null.
 * The answer: { root, video, curtain, start(Hls, playback, place, onError),
 * stop(), isPlaying() }. */
export function createScreen({ title, back, onNext, signal }) {
	const video = make("video", { playsinline: true, preload: "metadata", tabindex: -1 });
	const curtain = createCurtain();
	const spinner = make("div.spinner", { hidden: true, "aria-hidden": "true" });
	let stream = null;

	const leave = make("a.control", { href: `#${back}`, "aria-label": t("play.leave"),
		title: t("play.leave") }, icon(PICTURES.leave));
	const head = make("div.head", {}, leave, make("div", {},
		make("h1", { tabindex: -1 }, title.name),
		title.about && make("p.about", {}, title.about)));
	const root = make("div.screen", { dataset: { resting: "false" } }, video,
		spinner, curtain.root, head);
	const controls = createControls({ video, screen: root, signal, onNext,
		getTracks: () => stream?.tracks(), onUse: () => wake() });
	const wake = rest(root, video, controls.isChoosing, signal);

	for (const [name, isShown] of [["waiting", true], ["playing", false],
		["canplay", false], ["seeked", false], ["pause", false]])
		video.addEventListener(name, () => setShown(spinner, isShown), { signal });
	listenToPointer(video, root, controls.does, signal);
	root.append(controls.root);
	setShown(controls.root, false);
	tellSystem(video, title, controls.does, onNext, signal);

	async function addCues(playback) {
		const base = new URL(playback.storyboard ?? "", location.href).href;
		const [thumbs, chapters] = await Promise.all([
			loadCues(playback.storyboard), loadCues(playback.chapters)]);
		if (!signal.aborted)
			controls.setCues({ thumbs, chapters, base });
	}

	function stop() {
		stream?.close();
		stream = null;
		setShown(controls.root, false);
		setShown(spinner, false);
	}

	function start(Hls, playback, place, onError) {
		stop();
		stream = openStream(Hls, video, playback.hls, {
			place, onError, onTracks: () => controls.updateTracks() });
		curtain.open();
		setShown(controls.root, true);
		setShown(spinner, true);
		video.addEventListener("loadedmetadata", () => addCues(playback),
			{ once: true, signal });
		/* Without a click before, browsers wait for the play button. */
		video.play().catch(() => setShown(spinner, false));
		wake();
	}

	signal.addEventListener("abort", stop);
	return { root, video, curtain, start, stop, isPlaying: () => stream !== null };
}
