/* One title on the wall. */
import { bar, playIcon } from "../core/ui.js";
import { make } from "../core/dom.js";
import { duration, joined, t } from "../core/text.js";
import { poster } from "./poster.js";

export const titleCard = (title) => make("li.card", {},
	make("a", { href: `#/${title.kind}/${title.id}` },
		poster(title),
		make("span.name", {}, title.title),
		make("span.about", {}, joined(title.year && String(title.year),
			title.kind === "series" && t("kind.series")) || "\u00a0")));

/* S1 E4 · The Fog Horn */
export const episodeName = ({ season_number: season, number, title }) =>
	joined(t("episode.short", { season, number }), title);

const SHAPES = {
	movie: ({ movie }) => ({
		id: movie.id, title: movie.title, about: movie.year && String(movie.year),
		poster: movie.poster, path: `/watch/movie/${movie.id}`,
	}),
	episode: ({ episode }) => ({
		id: episode.series_id, title: episode.series_title,
		about: episodeName(episode), poster: episode.poster,
		path: `/watch/episode/${episode.id}`,
	}),
};

function leftOf({ position_ms: position, duration_ms: whole }) {
	if (!position || !whole)
		return t("watching.next");
	return t("watching.left", { time: duration(whole - position) });
}

/* One thing to go on with. */
export function watchingCard(item) {
	const shape = SHAPES[item.kind]?.(item);
	if (!shape)
		return null;
	const done = item.duration_ms ? (1000 * item.position_ms) / item.duration_ms : 0;
	return make("li.going", {},
		make("a", { href: `#${shape.path}` },
			make("span.still", {}, poster(shape), make("span.disc", {}, playIcon()),
				done > 0 && bar(t("watching.progress"), done)),
			make("span.name", {}, shape.title),
			make("span.about", {}, joined(shape.about, leftOf(item)))));
}
