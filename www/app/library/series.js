/* The page of a series: its seasons, their episodes, and where to go on. */
import { ask } from "../core/api.js";
import { fill, make, put } from "../core/dom.js";
import { session } from "../core/session.js";
import { duration, joined, t, tn } from "../core/text.js";
import { bar, playIcon } from "../core/ui.js";
import { hero, heroGhost, playLink } from "./hero.js";
import { mediaOf, stateLine } from "./media.js";
import { loadWatching, placeOf, resumeAt } from "./watching.js";

/* What is asked about each episode of an opened season. */
const MOST_ASKED = 40;

export const episodesOf = (series) => series.seasons.flatMap(
	({ episodes }) => episodes);

const watchPath = (episode) => `/watch/episode/${episode.id}`;

/* The episode that one goes on with, else the first that has a film. */
async function goingOn(series) {
	const going = (await loadWatching()).find(
		({ episode }) => episode?.series_id === series.id);
	if (going)
		return { id: going.episode.id, position_ms: going.position_ms,
			name: t("episode.short", { season: going.episode.season_number,
				number: going.episode.number }) };
	for (const season of series.seasons)
		for (const episode of season.episodes)
			if (episode.media_file_id)
				return { id: episode.id, position_ms: 0, name: t("episode.short",
					{ season: season.number, number: episode.number }) };
	return null;
}

function goOnLink(going) {
	if (!going)
		return null;
	const root = playLink(`/watch/episode/${going.id}`, going.position_ms);
	put(root, make("span.which", {}, going.name));
	return root;
}

function head(episode, file) {
	const isReady = file?.status === "READY";
	return make(isReady ? "a.episode" : "div.episode",
		isReady ? { href: `#${watchPath(episode)}` } : {},
		make("span.number", {}, isReady && make("span.disc", {}, playIcon()),
			make("span", {}, String(episode.number))),
		make("span.words", {},
			make("span.name", {}, episode.title),
			make("span.about", {}, joined(
				file?.duration_ms && duration(file.duration_ms), episode.aired_on)),
			episode.synopsis && make("span.synopsis", {}, episode.synopsis)));
}

async function fillEpisode(row, episode, room) {
	const media = await mediaOf(episode.media_file_id);
	const seen = media.file?.status === "READY"
		? await placeOf(media.file.id) : null;
	const whole = media.file?.duration_ms;
	fill(row, head(episode, media.file),
		seen?.watched && make("p.quiet.seen", {}, `✓ ${t("seen.word")}`),
		seen && resumeAt(seen, whole) > 0 && whole
			&& bar(t("watching.progress"), (1000 * seen.position_ms) / whole),
		media.file?.status !== "READY" && (media.file || session.may("EDITOR"))
			&& stateLine(media, room.signal,
				() => fillEpisode(row, episode, room).catch(() => {})));
	if (!session.may("EDITOR"))
		return;
	const { tools } = await import("../manage/tools.js");
	put(row, make("details.more", {}, make("summary", {}, t("manage")),
		tools({ kind: "episodes", title: episode, media, redraw: room.redraw })));
}

async function fillEpisodes(rows, room) {
	for (const [place, { row, episode }] of rows.entries()) {
		if (room.signal.aborted || place >= MOST_ASKED)
			return;
		await fillEpisode(row, episode, room).catch(() => {});
	}
}

/* The list of a season asks about its episodes when it is opened first. */
function seasonNode(season, isOpen, room) {
	const rows = season.episodes.map((episode) => ({
		episode, row: make("li", {}, head(episode, null)) }));
	let isFilled = false;
	const node = make("details.season", {},
		make("summary", {}, make("h2", {}, season.title
			|| (season.number === 0 ? t("season.special")
				: t("season", { number: season.number }))),
		make("span.quiet", {}, tn("count.episodes", rows.length))),
		make("ul.episodes", {}, rows.map(({ row }) => row)),
		rows.length === 0 && make("p.quiet", {}, t("season.empty")),
		room.seasonTools?.(season));
	node.addEventListener("toggle", () => {
		if (node.open && !isFilled)
			fillEpisodes(rows, room);
		isFilled = isFilled || node.open;
	});
	node.dataset.id = season.id;
	node.open = isOpen;
	return node;
}

async function toolsFor(series, redraw) {
	if (!session.may("EDITOR"))
		return { own: null };
	const [{ tools }, { seasonTools }] = await Promise.all([
		import("../manage/tools.js"), import("../manage/seasons.js")]);
	return {
		own: tools({ kind: "series", title: series, media: null, redraw }),
		seasonTools: (season) => seasonTools(season, redraw),
	};
}

export async function open({ place, params, signal, name, changed }) {
	const opened = new Set();

	async function draw() {
		const series = await ask(`/series/${params.id}?expand=seasons`, { signal });
		const going = await goingOn(series);
		const redraw = () => {
			changed();
			for (const node of place.querySelectorAll(".season[open]"))
				opened.add(node.dataset.id);
			return draw();
		};
		const { own, seasonTools } = await toolsFor(series, redraw);
		const isOpen = (season) => opened.size > 0 ? opened.has(season.id)
			: going ? season.episodes.some(({ id }) => id === going.id)
				: season === series.seasons[0];
		name(series.title);
		fill(place, hero(series, {
			facts: [tn("count.seasons", series.seasons.length),
				tn("count.episodes", episodesOf(series).length)],
			actions: [goOnLink(going)],
			more: [make("div.seasons", {}, series.seasons.map((season) =>
				seasonNode(season, isOpen(season),
					{ signal, redraw, seasonTools }))), own],
		}));
	}

	fill(place, heroGhost());
	await draw();
}
