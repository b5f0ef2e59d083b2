/* What an address of the player means: a movie, an episode or a bare file.
 * A subject is { mediaId, name, about, poster, back, next }, next being the
 * following episode as { path, name } or null. */
import { ask } from "../core/api.js";
import { joined, t } from "../core/text.js";

async function movieSubject(id) {
	const movie = await ask(`/movies/${id}`);
	return { mediaId: movie.media_file_id, name: movie.title,
		about: movie.year && String(movie.year), poster: movie.poster,
		back: `/movies/${id}`, next: null };
}

const shortName = (season, episode) => t("episode.short",
	{ season: season.number, number: episode.number });

function followerOf(series, id) {
	const line = series.seasons.flatMap((season) =>
		season.episodes.map((episode) => ({ season, episode })));
	const at = line.findIndex(({ episode }) => episode.id === id);
	const next = line.slice(at + 1).find(({ episode }) => episode.media_file_id);
	return next ? { path: `/watch/episode/${next.episode.id}`,
		name: joined(shortName(next.season, next.episode), next.episode.title) } : null;
}

async function episodeSubject(id) {
	const episode = await ask(`/episodes/${id}`);
	const series = await ask(`/series/${episode.series_id}?expand=seasons`);
	const season = series.seasons.find((one) => one.id === episode.season_id);
	return { mediaId: episode.media_file_id, name: episode.title,
		about: joined(series.title, season && shortName(season, episode)),
		poster: series.poster, back: `/series/${series.id}`,
		next: followerOf(series, id) };
}

async function fileSubject(id) {
	const file = await ask(`/media-files/${id}`);
	return { mediaId: id, name: file.file_name, about: "", poster: null,
		back: "/files", next: null };
}

export const SUBJECTS = {
	movie: movieSubject,
	episode: episodeSubject,
	file: fileSubject,
};
