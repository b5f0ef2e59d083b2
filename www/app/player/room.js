/* The room one watches in. */
import { ask } from "../core/api.js";
import { fill } from "../core/dom.js";
import { poll } from "../core/poll.js";
import { address, go } from "../core/router.js";
import { session } from "../core/session.js";
import { t } from "../core/text.js";
import { isUnderWay, mediaOf, stateOf } from "../library/media.js";
import { keepPlace, placeOf, resumeAt } from "../library/watching.js";
import { offerNext } from "./next.js";
import { createScreen } from "./screen.js";
import { loadHls } from "./stream.js";
import { SUBJECTS } from "./subject.js";

const SAVE_MS = 10000;
const SOON_MS = 1500;

const WORDS = {
	NONE: () => t("play.none"),
	ERROR: (file) => `${stateOf(file)} ${t(session.may("EDITOR")
		? "play.error.editor" : "play.error.viewer")}`,
};

/* Writes down where one is, every ten seconds and when one stops. */
function keepPlaces(subject, video, signal) {
	let last = null;
	const save = (isLast = false) => {
		const place = Math.floor(1000 * video.currentTime);
		if (video.readyState === 0 || place === last)
			return;
		last = place;
		keepPlace(subject.mediaId, { position_ms: Math.min(place,
			subject.duration_ms ?? place) }, isLast);
	};
	const timer = setInterval(() => video.paused || save(), SAVE_MS);
	video.addEventListener("pause", () => save(), { signal });
	addEventListener("pagehide", () => save(true), { signal });
	return {
		save,
		stop: () => clearInterval(timer),
	};
}

/* In seconds. */
async function placeToStart(subject) {
	const from = address().query.get("from");
	return from !== null ? Number(from) || 0
		: resumeAt(await placeOf(subject.mediaId), subject.duration_ms) / 1000;
}

/* Waits in front of the curtain until the film can be played. */
function untilReady(subject, screen, signal) {
	return new Promise((resolve) => {
		poll(async () => {
			const { file, job } = await mediaOf(subject.mediaId);
			if (file?.status === "READY") {
				resolve(file);
				return null;
			}
			const word = WORDS[file?.status ?? "NONE"];
			screen.curtain.say(word ? word(file) : stateOf(file, job), {
				permille: file?.status === "PROCESSING" ? job?.progress ?? 0 : null });
			return isUnderWay(file) ? SOON_MS : null;
		}, signal);
	});
}

function play(subject, screen, signal) {
	const { video, curtain } = screen;
	const places = keepPlaces(subject, video, signal);

	async function start(place) {
		curtain.say(t("play.soon"));
		try {
			const [playback, Hls] = await Promise.all([
				ask(`/media-files/${subject.mediaId}/playback`), loadHls()]);
			if (!signal.aborted)
				screen.start(Hls, playback, place, fail);
		} catch (problem) {
			if (!signal.aborted)
				curtain.say(problem.message, { retry: () => start(place) });
		}
	}

	/* When the network comes back, so does the film. */
	function fail(sentence) {
		const place = video.currentTime;
		screen.stop();
		const retry = () => {
			removeEventListener("online", retry);
			start(place);
		};
		addEventListener("online", retry, { once: true, signal });
		curtain.say(sentence, { retry });
	}

	function end() {
		places.save();
		if (subject.next)
			signal.addEventListener("abort", offerNext(screen.root, subject.next));
	}

	video.addEventListener("ended", end, { signal });
	signal.addEventListener("abort", () => {
		places.save();
		places.stop();
	});
	return start;
}

export async function open({ place, params, signal, name }) {
	const subject = await (SUBJECTS[params.kind] ?? SUBJECTS.file)(params.id);
	if (signal.aborted)
		return;
	/* Before the screen, so that the place is kept while there is a video. */
	const screenControl = new AbortController();
	const screen = createScreen({
		title: subject, back: subject.back, signal: screenControl.signal,
		onNext: subject.next && (() => go(subject.next.path)),
	});
	name(subject.name);
	fill(place, screen.root);
	screen.curtain.say(t("play.soon"));
	const start = play(subject, screen, signal);
	signal.addEventListener("abort", () => screenControl.abort());
	untilReady(subject, screen, signal).then(async (file) => {
		/* The stream may be some frames longer than the house knows. */
		subject.duration_ms = file.duration_ms;
		const from = await placeToStart(subject).catch(() => 0);
		if (!signal.aborted)
			start(from);
	});
}
