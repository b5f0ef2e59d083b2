/* The page of a movie. */
import { ask } from "../core/api.js";
import { fill } from "../core/dom.js";
import { session } from "../core/session.js";
import { duration, t } from "../core/text.js";
import { action } from "../core/ui.js";
import { fromStartLink, hero, heroGhost, playLink } from "./hero.js";
import { figuresOf, mediaOf, stateLine } from "./media.js";
import { keepPlace, placeOf, resumeAt } from "./watching.js";

const NOWHERE = { position_ms: 0, watched: false };

function playing(movie, file, seen, redraw) {
	const path = `/watch/movie/${movie.id}`;
	if (file?.status !== "READY")
		return [];
	const watched = !seen.watched;
	const from = resumeAt(seen, file.duration_ms);
	return [
		playLink(path, from),
		from > 0 && fromStartLink(path),
		session.isSignedIn() && action(t(seen.watched ? "seen.not" : "seen"),
			async () => {
				await keepPlace(file.id, { watched });
				await redraw();
			}, { kind: "plain" }),
	];
}

async function toolsFor(room) {
	if (!session.may("EDITOR"))
		return null;
	const { tools } = await import("../manage/tools.js");
	return tools(room);
}

export async function open({ place, params, signal, name, changed }) {
	async function draw() {
		const movie = await ask(`/movies/${params.id}`, { signal });
		const media = await mediaOf(movie.media_file_id);
		const seen = media.file ? await placeOf(media.file.id) : NOWHERE;
		const redraw = () => {
			changed();
			return draw();
		};
		const { file } = media;
		name(movie.title);
		const more = await toolsFor({ kind: "movies", title: movie, media, redraw });
		if (signal.aborted)
			return;
		fill(place, hero(movie, {
			facts: [file?.duration_ms && duration(file.duration_ms), figuresOf(file),
				seen.watched && t("seen.word")],
			actions: playing(movie, file, seen, draw),
			state: stateLine(media, signal, () => draw().catch(() => {})),
			more,
		}));
	}

	fill(place, heroGhost());
	await draw();
}
