/* An HLS stream in a <video>: hls.js where it runs, else the browser's own
 * player. hls.js comes on demand; a house built without it has an empty
 * stand-in in its place.
 *
 * An open stream is { tracks(), close() }; tracks() are the choices as they
 * stand: { quality, audio, subtitles }, each { choices: [[value, name]],
 * current, choose(value) } or null. */
import { joined, languageName, quality, t } from "../core/text.js";

const HLS_TYPE = "application/vnd.apple.mpegurl";

/* When the choices may have changed. */
const CHANGES = ["MANIFEST_PARSED", "LEVELS_UPDATED", "LEVEL_SWITCHED",
	"AUDIO_TRACKS_UPDATED", "AUDIO_TRACK_SWITCHED",
	"SUBTITLE_TRACKS_UPDATED", "SUBTITLE_TRACK_SWITCH"];

/* By the type that hls.js gives an error, or the code of a MediaError. */
const SENTENCES = {
	networkError: "play.lost",
	mediaError: "play.undecodable",
	2: "play.lost",
	3: "play.undecodable",
	4: "play.unopened",
};

const sentenceOf = (key) => t(SENTENCES[key] ?? "play.failed");

export const OFF = -1;

const megabits = (bits) => `${(bits / 1e6).toFixed(1)} Mbit/s`;

const levelName = (level) => joined(quality(level.width, level.height),
	megabits(level.averageBitrate || level.bitrate));

const trackName = ({ name, label, lang, language }) => name || label
	|| languageName(lang || language || "") || t("play.track");

function autoName(hls) {
	const level = hls.autoLevelEnabled && hls.levels[hls.currentLevel];
	return level ? t("play.autoNow", { quality: quality(level.width, level.height) })
		: t("play.auto");
}

const namesOf = (tracks) => [...tracks].map((track, place) => [place, trackName(track)]);

const hlsTracks = (hls) => ({
	quality: {
		choices: [[OFF, autoName(hls)],
			...hls.levels.map((level, place) => [place, levelName(level)]).reverse()],
		current: hls.manualLevel,
		choose: (value) => { hls.nextLevel = value; },
	},
	audio: {
		choices: namesOf(hls.audioTracks),
		current: hls.audioTrack,
		choose: (value) => { hls.audioTrack = value; },
	},
	subtitles: {
		choices: [[OFF, t("play.off")], ...namesOf(hls.subtitleTracks)],
		current: hls.subtitleTrack,
		choose: (value) => { hls.subtitleTrack = value; },
	},
});

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
function tameTracks(video) {
	const emptyTrack = URL.createObjectURL(new Blob(["WEBVTT"], { type: "text/vtt" }));
	const observer = new MutationObserver(() => {
		for (const track of video.querySelectorAll("track[src^='data:']"))
			track.src = emptyTrack;
	});
	observer.observe(video, { childList: true });
	return () => {
		observer.disconnect();
		URL.revokeObjectURL(emptyTrack);
	};
}

function openWithHls(Hls, video, url, { place, onTracks, onError }) {
	const hls = new Hls({
		/* A house is near: begin sharp rather than small. */
		abrEwmaDefaultEstimate: 4e6,
		capLevelToPlayerSize: true,
		startPosition: place || -1,
	});
	for (const name of CHANGES)
		hls.on(Hls.Events[name], onTracks);
	watchErrors(hls, Hls, onError);
	const leaveTracks = tameTracks(video);
	hls.loadSource(url);
	hls.attachMedia(video);
	return {
		tracks: () => hlsTracks(hls),
		close() {
			hls.destroy();
			leaveTracks();
		},
	};
}

const showing = (tracks) => tracks.findIndex(({ mode }) => mode === "showing");

function nativeTracks(video) {
	const texts = [...video.textTracks];
	const sounds = [...video.audioTracks ?? []];
	return {
		quality: null,
		audio: {
			choices: namesOf(sounds),
			current: sounds.findIndex(({ enabled }) => enabled),
			choose: (value) => sounds.forEach((track, place) => {
				track.enabled = place === value;
			}),
		},
		subtitles: {
			choices: [[OFF, t("play.off")], ...namesOf(texts)],
			current: showing(texts),
			choose: (value) => texts.forEach((track, place) => {
				track.mode = place === value ? "showing" : "disabled";
			}),
		},
	};
}

function openNatively(video, url, { place, onTracks, onError }) {
	const control = new AbortController();
	const { signal } = control;
	video.addEventListener("error", () => onError(sentenceOf(video.error?.code)),
		{ signal });
	video.addEventListener("loadedmetadata", () => {
		if (place)
			video.currentTime = place;
		onTracks();
	}, { signal });
	video.textTracks.addEventListener("addtrack", onTracks, { signal });
	video.src = url;
	return { tracks: () => nativeTracks(video), close: () => control.abort() };
}

/* hls.js, or null where it is missing: the browser may do without. */
export const loadHls = () => import("../../vendor/hls.mjs").then(
	(module) => module.default, () => null);

/* Opens url in video, from `place` seconds on. onTracks() tells that the
 * choices may have changed, onError(sentence) of a failure that ends the
 * showing. Throws what can be shown. */
export function openStream(Hls, video, url, options) {
	let open;
	if (Hls?.isSupported())
		open = openWithHls.bind(null, Hls);
	else if (video.canPlayType(HLS_TYPE))
		open = openNatively;
	else
		throw new Error(t("play.noHls"));
	const stream = open(video, url, options);
	return {
		tracks: stream.tracks,
		close() {
			stream.close();
			video.removeAttribute("src");
			video.load();
		},
	};
}
