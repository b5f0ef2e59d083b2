/* The screen: plays a READY film, and says how any other one is doing. */
import { ask } from "./api.js";
import { find, setProgress, setShown, setText } from "./dom.js";
import { aboutOf, progressOf, stateOf } from "./films.js";
import { loadHls, openStream } from "./stream.js";
import { clock, joined } from "./words.js";

const SOON = "The lights go down …";

/* How far each film was seen; outlives a reload, not the browser's session. */
const places = {
	keyOf: (mediaId) => `place:${mediaId}`,
	get: (mediaId) => Number(sessionStorage.getItem(places.keyOf(mediaId))),
	set: (mediaId, seconds) => sessionStorage.setItem(places.keyOf(mediaId), seconds),
};

/* What hides the screen while there is nothing to see on it. */
function createCurtain(root) {
	const said = find("p", root);
	const bar = find("progress", root);
	const button = find("button", root);

	return {
		say(sentence, permille = null, retry = null) {
			setShown(root, true);
			setText(said, sentence);
			setProgress(bar, permille);
			setText(button, retry ? "Try again" : "");
			button.onclick = retry;
		},
		open: () => setShown(root, false),
	};
}

/* The answer's wait() draws the curtain for a film to come; show(film) puts
 * one on the screen or brings news of it; fail(sentence) says why there is
 * none; close() leaves the room; isOpen() is true once a film starts. */
export function createPlayer(section) {
	const video = find("video", section);
	const curtain = createCurtain(find(".curtain", section));
	const menus = find(".menus", section);
	/* The film that has the screen (its stream may have failed), how to close
	 * the stream, and a number by which late answers are known as stale. */
	let mediaId = null;
	let closeStream = null;
	let turn = 0;

	function keepPlace() {
		if (closeStream)
			places.set(mediaId, video.ended ? 0 : video.currentTime);
	}

	function stop() {
		turn++;
		keepPlace();
		closeStream?.();
		closeStream = null;
	}

	function close() {
		stop();
		mediaId = null;
	}

	async function start(id) {
		stop();
		mediaId = id;
		const mine = turn;
		const fail = (sentence) => {
			stop();
			curtain.say(sentence, null, () => start(id));
		};
		curtain.say(SOON);
		try {
			const [playback, Hls] = await Promise.all([
				ask(`/media-files/${id}/playback`), loadHls()]);
			if (mine === turn)
				begin(Hls, playback.hls, fail);
		} catch (problem) {
			if (mine === turn)
				fail(problem.message);
		}
	}

	function begin(Hls, url, onError) {
		closeStream = openStream(Hls, video, url,
			{ place: places.get(mediaId), menus, onError });
		curtain.open();
		video.focus();
		/* Without a click before, browsers wait for the play button. */
		video.play().catch(() => {});
	}

	function label(title, about) {
		setText(find("h1", section), title);
		setText(find(".about", section), about);
	}

	function show(film) {
		label(film.title, joined(
			film.file.duration_ms && clock(film.file.duration_ms), aboutOf(film)));
		if (film.file.status !== "READY") {
			close();
			curtain.say(stateOf(film), progressOf(film));
		} else if (mediaId !== film.mediaId) {
			start(film.mediaId);
		}
	}

	function fail(sentence) {
		close();
		label("", "");
		curtain.say(sentence);
	}

	function wait() {
		label("", "");
		curtain.say(SOON);
	}

	addEventListener("pagehide", keepPlace);
	return { show, wait, fail, close, isOpen: () => mediaId !== null };
}
