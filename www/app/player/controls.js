/* The player's own controls below the picture, and its keys. */
import { icon, make, setShown, setText } from "../core/dom.js";
import { clock, t } from "../core/text.js";
import { PICTURES } from "./icons.js";
import { createMenu } from "./menu.js";
import { createSeek } from "./seek.js";
import { cueAt } from "./vtt.js";

const STEP_S = 10;
const VOLUME_STEP = 0.1;
const VOLUME_KEPT = "movie-house.volume";

const within = (value, least, most) => Math.min(most, Math.max(least, value));

const button = (name, label, onclick, kind = "") => make(`button.control${kind}`,
	{ type: "button", "aria-label": label, title: label, onclick },
	icon(PICTURES[name]));

/* What a phone does itself or by touch, and has no room for. */
const WIDE = ".wide";

function setPicture(node, name, label) {
	if (node.dataset.picture === name)
		return;
	node.dataset.picture = name;
	node.replaceChildren(icon(PICTURES[name]));
	node.setAttribute("aria-label", label);
	node.title = label;
}

/* What one can do, whether by button or by key. */
function commandsOf(video, screen, getTracks, onNext) {
	let lastText = 0;
	const seek = (seconds) => {
		video.currentTime = within(seconds, 0, (video.duration || 0) - 0.1);
	};
	return {
		seek,
		toggle: () => video.paused ? video.play().catch(() => {}) : video.pause(),
		skip: (by) => seek(video.currentTime + by),
		share: (tenths) => seek((video.duration || 0) * tenths / 10),
		mute: () => { video.muted = !video.muted; },
		louder: (by) => {
			video.muted = false;
			video.volume = within(video.volume + by, 0, 1);
		},
		full: () => document.fullscreenElement ? document.exitFullscreen()
			: (screen.requestFullscreen?.().catch(() => {})
				?? video.webkitEnterFullscreen?.()),
		pip: () => document.pictureInPictureElement
			? document.exitPictureInPicture()
			: video.requestPictureInPicture?.().catch(() => {}),
		texts: () => {
			const texts = getTracks()?.subtitles;
			if (!texts || texts.choices.length < 2)
				return;
			if (texts.current >= 0)
				lastText = texts.current;
			texts.choose(texts.current >= 0 ? -1 : lastText);
		},
		next: () => onNext?.(),
	};
}

const KEYS = {
	" ": (does) => does.toggle(),
	k: (does) => does.toggle(),
	ArrowLeft: (does) => does.skip(-STEP_S),
	ArrowRight: (does) => does.skip(STEP_S),
	j: (does) => does.skip(-STEP_S),
	l: (does) => does.skip(STEP_S),
	ArrowUp: (does) => does.louder(VOLUME_STEP),
	ArrowDown: (does) => does.louder(-VOLUME_STEP),
	f: (does) => does.full(),
	m: (does) => does.mute(),
	c: (does) => does.texts(),
	p: (does) => does.pip(),
	n: (does) => does.next(),
};

/* What a focused control does itself with a key. */
const isTaken = ({ key, target }) =>
	(/^[ ]$/.test(key) && target.closest("button, a"))
	|| (key.startsWith("Arrow") && target.closest("[role=menu], .volume"));

/* Keys for as long as signal lasts; onUse() follows each of them. */
function listenToKeys(does, signal, onUse) {
	document.addEventListener("keydown", (event) => {
		const { key, ctrlKey, metaKey, altKey } = event;
		if (ctrlKey || metaKey || altKey || isTaken(event)
			|| document.querySelector("dialog[open]"))
			return;
		const known = /^\d$/.test(key) ? () => does.share(Number(key))
			: KEYS[key.length === 1 ? key.toLowerCase() : key];
		if (!known)
			return;
		event.preventDefault();
		known(does);
		onUse();
	}, { signal });
}

function createVolume(video, does) {
	const mute = button("loud", t("play.mute"), does.mute, WIDE);
	const input = make("input", { type: "range", min: 0, max: 1, step: 0.05,
		"aria-label": t("play.volume") });
	const update = () => {
		const isMuted = video.muted || video.volume === 0;
		const volume = video.muted ? 0 : video.volume;
		setPicture(mute, isMuted ? "mute" : "loud",
			t(isMuted ? "play.unmute" : "play.mute"));
		input.value = volume;
		input.style.setProperty("--played", volume);
	};
	input.addEventListener("input", () => {
		video.muted = false;
		video.volume = Number(input.value);
	});
	video.addEventListener("volumechange", () => {
		update();
		localStorage.setItem(VOLUME_KEPT, video.volume);
	});
	video.volume = within(Number(localStorage.getItem(VOLUME_KEPT) ?? 1), 0, 1);
	update();
	return make("div.volume", {}, mute, input);
}

const MENUS = [
	{ key: "chapters", picture: "chapters", label: "play.chapters", least: 2 },
	{ key: "subtitles", picture: "subtitles", label: "play.subtitles", least: 2 },
	{ key: "audio", picture: "sound", label: "play.audio", least: 2 },
	{ key: "quality", picture: "quality", label: "play.quality", least: 3 },
];

const createMenus = (onChosen) => MENUS.map(({ key, picture, label, least }) => ({
	key, ...createMenu(button(picture, t(label)), t(label), least, onChosen) }));

/* getTracks() are the stream's choices; onNext goes to what follows, or is
 * null. The answer: { root, update(), updateTracks(), setCues(cues),
 * isChoosing() }. */
export function createControls({ video, screen, getTracks, onNext, signal, onUse }) {
	const does = commandsOf(video, screen, getTracks, onNext);
	const seek = createSeek(video, does.seek);
	const toggle = button("play", t("play"), does.toggle);
	const time = make("span.time");
	const menus = createMenus(() => updateTracks());
	let chapters = [];

	const chapterOffer = () => ({
		choices: chapters.map(({ start, text }, place) =>
			[place, `${clock(1000 * start)}  ${text}`]),
		current: chapters.indexOf(cueAt(chapters, video.currentTime)),
		choose: (place) => does.seek(chapters[place].start),
	});

	function updateTracks() {
		const offers = { ...getTracks(), chapters: chapterOffer() };
		menus.forEach((menu) => menu.update(offers[menu.key]));
	}

	function update() {
		setPicture(toggle, video.paused ? "play" : "pause",
			t(video.paused ? "play" : "play.pause"));
		setText(time, `${clock(1000 * video.currentTime)} / ${
			clock(1000 * (video.duration || 0))}`);
		seek.update();
	}

	for (const name of ["timeupdate", "progress", "play", "pause", "durationchange", "seeked"])
		video.addEventListener(name, update, { signal });
	listenToKeys(does, signal, onUse);
	signal.addEventListener("abort", () => menus.forEach((menu) => menu.close()));

	const pip = button("pip", t("play.pip"), does.pip, WIDE);
	setShown(pip, Boolean(document.pictureInPictureEnabled));
	const root = make("div.controls", {}, seek.root, make("div.row", {},
		toggle, button("back", t("play.back"), () => does.skip(-STEP_S), WIDE),
		button("ahead", t("play.ahead"), () => does.skip(STEP_S), WIDE),
		createVolume(video, does), time, make("span.gap"),
		onNext && button("next", t("play.next"), does.next),
		menus.map((menu) => menu.root), pip,
		button("full", t("play.full"), does.full)));

	/* After a click by mouse the keys are the film's again. */
	root.addEventListener("click", ({ detail }) => detail > 0
		&& root.contains(document.activeElement) && !menus.some(
			(menu) => menu.isOpen()) && document.activeElement.blur());

	return {
		root, update, updateTracks, does,
		isChoosing: () => menus.some((menu) => menu.isOpen()),
		setCues(cues) {
			chapters = cues.chapters;
			seek.set(cues);
			updateTracks();
		},
	};
}
