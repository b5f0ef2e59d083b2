/* The player's menus: quality, sound and subtitles, as hls.js offers them. */
import { copyOf, find } from "./dom.js";
import { joined, quality } from "./words.js";

const AUTO = -1;

const megabits = (bits) => `${(bits / 1e6).toFixed(1)} Mbit/s`;

const levelName = (level) => joined(
	quality(level.width, level.height), megabits(level.averageBitrate || level.bitrate));

function autoName(hls) {
	const level = hls.levels[hls.currentLevel];
	return level ? `Auto (${quality(level.width, level.height)})` : "Auto";
}

const trackName = (track) => track.name || track.lang || "Track";

/* Each menu: the choices as [value, name], the value that holds, and what to
 * do with another one. A menu with a single choice is not shown. */
const MENUS = [
	{
		label: "Quality",
		choices: (hls) => hls.levels.length < 2 ? [] : [
			[AUTO, hls.autoLevelEnabled ? autoName(hls) : "Auto"],
			...hls.levels.map((level, place) => [place, levelName(level)]).reverse(),
		],
		current: (hls) => hls.autoLevelEnabled ? AUTO : hls.nextLevel,
		choose: (hls, value) => { hls.nextLevel = value; },
	},
	{
		label: "Sound",
		choices: (hls) => hls.audioTracks.map((track, place) => [place, trackName(track)]),
		current: (hls) => hls.audioTrack,
		choose: (hls, value) => { hls.audioTrack = value; },
	},
	{
		label: "Subtitles",
		choices: (hls) => hls.subtitleTracks.length === 0 ? [] : [
			[AUTO, "Off"],
			...hls.subtitleTracks.map((track, place) => [place, trackName(track)]),
		],
		current: (hls) => hls.subtitleTrack,
		choose: (hls, value) => { hls.subtitleTrack = value; },
	},
];

function fill(select, choices, current) {
	const wanted = JSON.stringify(choices);
	if (select.dataset.choices !== wanted) {
		select.dataset.choices = wanted;
		select.replaceChildren(...choices.map(([value, name]) => new Option(name, value)));
	}
	select.value = String(current);
}

function newMenu(hls, { label, choices, current, choose }) {
	const root = copyOf("menu-template");
	const select = find("select", root);
	find("span", root).textContent = label;
	select.addEventListener("change", () => choose(hls, Number(select.value)));
	const update = () => {
		const offered = choices(hls);
		root.hidden = offered.length < 2;
		fill(select, offered, current(hls));
	};
	return { root, update };
}

/* Puts the menus into root and returns update(), to be called whenever hls
 * tells of a change. */
export function createMenus(root, hls) {
	const menus = MENUS.map((menu) => newMenu(hls, menu));
	const update = () => menus.forEach((menu) => menu.update());
	root.replaceChildren(...menus.map((menu) => menu.root));
	update();
	return update;
}
