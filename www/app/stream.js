/* An HLS stream in a <video>: hls.js where it runs, else the browser's own
 * player. hls.js comes on demand; a house built without it has an empty
 * stand-in in its place. */
import { createMenus } from "./menus.js";

const HLS_TYPE = "application/vnd.apple.mpegurl";

const NO_HLS = "This browser cannot play the house's films.";

/* When the menus may have changed. */
const CHANGES = ["MANIFEST_PARSED", "LEVELS_UPDATED", "LEVEL_SWITCHED",
	"AUDIO_TRACKS_UPDATED", "AUDIO_TRACK_SWITCHED",
	"SUBTITLE_TRACKS_UPDATED", "SUBTITLE_TRACK_SWITCH"];

const LOST = "The film does not come through. Is the network up?";

/* By the type that hls.js gives an error, or the code of a MediaError. */
const SENTENCES = {
	networkError: LOST,
	mediaError: "The browser could not decode the film.",
	2: LOST,
	3: "The browser could not decode the film.",
	4: "The browser could not open the film.",
};

const sentenceOf = (key) => SENTENCES[key] ?? "The film could not be played.";

/* A decoder gets one second chance; then the reader is told. */
function watchErrors(hls, Hls, onError) {
	let mayRecover = true;
	hls.on(Hls.Events.ERROR, (_name, error) => {
		if (!error.fatal)
			return;
		if (error.type === Hls.ErrorTypes.MEDIA_ERROR && mayRecover) {
			mayRecover = false;
			hls.recoverMediaError();
			return;
		}
		onError(sentenceOf(error.type));
	});
}

/* hls.js starts its text tracks with a data: URL, which the page's policy
 * forbids. Before the browser asks for it, an empty file takes its place. */
const EMPTY_TRACK = URL.createObjectURL(new Blob(["WEBVTT"], { type: "text/vtt" }));

function tameTracks(video) {
	const observer = new MutationObserver(() => {
		for (const track of video.querySelectorAll("track[src^='data:']"))
			track.src = EMPTY_TRACK;
	});
	observer.observe(video, { childList: true });
	return () => observer.disconnect();
}

function openWithHls(Hls, video, url, { place, menus, onError }) {
	const hls = new Hls({
		/* A house is near: begin sharp rather than small. */
		abrEwmaDefaultEstimate: 4e6,
		capLevelToPlayerSize: true,
		startPosition: place || -1,
	});
	const update = createMenus(menus, hls);
	for (const name of CHANGES)
		hls.on(Hls.Events[name], update);
	watchErrors(hls, Hls, onError);
	const leaveTracks = tameTracks(video);
	hls.loadSource(url);
	hls.attachMedia(video);
	return () => {
		hls.destroy();
		leaveTracks();
	};
}

function openNatively(video, url, { place, onError }) {
	const fail = () => onError(sentenceOf(video.error?.code));
	video.addEventListener("error", fail);
	video.src = url;
	if (place)
		video.currentTime = place;
	return () => video.removeEventListener("error", fail);
}

/* hls.js, or null where it is missing: the browser may do without. */
export const loadHls = () => import("../vendor/hls.mjs").then(
	(module) => module.default, () => null);

/* Opens url in video, from `place` seconds on; the menus go into the element
 * `menus`, and onError(sentence) tells of a failure that ends the showing.
 * Returns the function that closes it; throws what can be shown. */
export function openStream(Hls, video, url, options) {
	let open;
	if (Hls?.isSupported())
		open = openWithHls.bind(null, Hls);
	else if (video.canPlayType(HLS_TYPE))
		open = openNatively;
	else
		throw new Error(NO_HLS);
	const close = open(video, url, options);
	return () => {
		close();
		options.menus.replaceChildren();
		video.removeAttribute("src");
		video.load();
	};
}
