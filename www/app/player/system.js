/* The media keys and the notification of the system the browser runs on. */

const STEP_S = 10;

/* Tells it what plays and obeys its keys for as long as signal lasts. */
export function tellSystem(video, title, does, onNext, signal) {
	const media = navigator.mediaSession;
	if (!media || typeof MediaMetadata === "undefined")
		return;
	const keys = {
		play: () => video.play().catch(() => {}),
		pause: () => video.pause(),
		seekbackward: ({ seekOffset }) => does.skip(-(seekOffset || STEP_S)),
		seekforward: ({ seekOffset }) => does.skip(seekOffset || STEP_S),
		seekto: ({ seekTime }) => does.seek(seekTime),
		nexttrack: onNext,
	};
	const set = (name, handler) => {
		try {
			media.setActionHandler(name, handler);
		} catch { /* a key that this browser does not know */ }
	};

	media.metadata = new MediaMetadata({ title: title.name, artist: title.about ?? "",
		artwork: title.poster ? [{ src: title.poster }] : [] });
	Object.entries(keys).forEach(([name, handler]) => set(name, handler));
	signal.addEventListener("abort", () => {
		media.metadata = null;
		Object.keys(keys).forEach((name) => set(name, null));
	});
}
