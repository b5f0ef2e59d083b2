/* What editors can do to a title, on its own page. */
import { ask } from "../core/api.js";
import { confirm } from "../core/dialog.js";
import { make } from "../core/dom.js";
import { say } from "../core/notice.js";
import { go } from "../core/router.js";
import { session } from "../core/session.js";
import { size, t, tn } from "../core/text.js";
import { action } from "../core/ui.js";
import { isHopeless } from "../library/media.js";
import { editTitle } from "./edit.js";
import { chooseFilm } from "./film.js";
import { choosePoster } from "./poster-form.js";
import { addSeason } from "./seasons.js";
import { openSubtitles } from "./subtitles.js";
import "./texts.js";

const isReady = ({ media }) => media?.file?.status === "READY";

async function framesOf({ kind, title, media }) {
	if (kind !== "series")
		return media.file;
	const { seasons } = await ask(`/series/${title.id}?expand=seasons`);
	const first = seasons.flatMap(({ episodes }) => episodes)
		.find(({ media_file_id: id }) => id);
	return first ? ask(`/media-files/${first.media_file_id}`) : null;
}

/* What goes with a title, in sentences. */
async function lossesOf({ kind, title, media }) {
	if (kind !== "series")
		return [t("delete.final"), media.file && t("delete.keepsFile",
			{ name: media.file.file_name })].filter(Boolean);
	const { seasons } = await ask(`/series/${title.id}?expand=seasons`);
	const episodes = seasons.flatMap((season) => season.episodes);
	return [t("delete.final"), t("delete.series", {
		seasons: tn("count.seasons", seasons.length),
		episodes: tn("count.episodes", episodes.length) }), t("delete.keepsFiles")];
}

async function remove(room) {
	const { kind, title, redraw } = room;
	const isAgreed = await confirm({ title: t("delete.of", { title: title.title }),
		lines: await lossesOf(room), yes: t("delete.forEver"), danger: true });
	if (!isAgreed)
		return;
	await ask(`/${kind}/${title.id}`, { method: "DELETE", version: title.version });
	say(t("delete.done", { title: title.title }));
	if (kind === "episodes")
		await redraw();
	else
		leave(room);
}

function leave({ redraw }) {
	/* Tells the library that it is out of date; the page itself is gone. */
	redraw().catch(() => {});
	go("/");
}

async function trash({ kind, title, redraw }, how) {
	await ask(`/${kind}/${title.id}/${how}`, { method: "POST" });
	say(t(`${how}.done`, { title: title.title }));
	await redraw();
}

async function encodeAgain({ media, redraw }) {
	await ask(`/media-files/${media.file.id}/process`, { method: "POST" });
	say(t("encode.done"));
	await redraw();
}

async function drop({ media, redraw }) {
	if (!await confirm({ title: t("drop.title"), lines: [t("drop.what"),
		t("drop.keeps", { size: size(media.file.size_bytes) })],
	yes: t("drop.yes"), danger: true }))
		return;
	await ask(`/media-files/${media.file.id}/derivatives`, { method: "DELETE" });
	await redraw();
}

/* Each tool: for which kinds and when it is there, and what it does. */
const ALL = ["movies", "series", "episodes"];
const WITH_FILM = ["movies", "episodes"];
const TOOLS = [
	{ label: "edit", kinds: ALL, when: () => true,
		does: async ({ kind, title, redraw }) =>
			await editTitle(kind, title) && redraw() },
	{ label: "season.add", kinds: ["series"], when: () => true,
		does: async ({ title, redraw }) => await addSeason(title) && redraw() },
	{ label: "poster", kinds: ["movies", "series"],
		when: ({ title }) => "poster" in title,
		does: async (room) => await choosePoster(room.kind, room.title,
			await framesOf(room)) && room.redraw() },
	{ label: "film", kinds: WITH_FILM, when: () => true,
		does: async ({ kind, title, redraw }) =>
			await chooseFilm(kind, title) && redraw() },
	{ label: "subtitles", kinds: WITH_FILM, when: ({ media }) => media.file,
		does: ({ media, title }) => openSubtitles(media.file.id, title.title) },
	{ label: "encode", kinds: WITH_FILM, when: ({ media }) => media.file
		&& media.file.status !== "PROCESSING" && !isHopeless(media.file),
	does: encodeAgain },
	{ label: "drop", kinds: WITH_FILM, when: isReady, does: drop },
	{ label: "trash", kinds: ALL, when: ({ title }) => !title.trashed_at,
		does: (room) => trash(room, "trash") },
	{ label: "restore", kinds: ALL, when: ({ title }) => title.trashed_at,
		does: (room) => trash(room, "restore") },
	{ label: "delete", kinds: ALL, when: () => true, does: remove },
];

/* room: { kind, title, media: { file } or null, redraw() }. */
export function tools(room) {
	if (!session.may("EDITOR"))
		return null;
	const offered = TOOLS.filter(({ kinds, when }) =>
		kinds.includes(room.kind) && when(room));
	return make("section.tools", { "aria-label": t("manage") },
		make("h2", {}, t("manage")),
		make("p.row", {}, offered.map(({ label, does }) =>
			action(t(`tool.${label}`), () => does(room), { kind: "small" }))));
}
