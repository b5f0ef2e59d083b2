/* What editors can do to the seasons of a series. */
import { ask } from "../core/api.js";
import { confirm } from "../core/dialog.js";
import { make } from "../core/dom.js";
import { t, tn } from "../core/text.js";
import { action } from "../core/ui.js";
import { changesOf, openForm } from "./form.js";
import "./texts.js";

const ROWS = (season) => [
	{ name: "number", as: "number", label: t("season.word"), type: "number",
		min: 0, max: 999, required: true, value: season.number },
	{ name: "title", label: t("title"), maxlength: 255, value: season.title },
];

export const addSeason = (series) => openForm({
	title: t("season.add"),
	rows: ROWS({ number: (series.seasons?.at(-1)?.number ?? 0) + 1, title: null }),
	send: ({ number, title }) => ask(`/series/${series.id}/seasons`, {
		method: "POST", json: { number, ...(title ? { title } : {}) } }),
});

const editSeason = (season) => openForm({
	title: t("season.edit"), rows: ROWS(season),
	send: (values) => ask(`/seasons/${season.id}`, { method: "PATCH",
		json: changesOf(values, season), version: season.version }),
});

const addEpisode = (season) => openForm({
	title: t("episode.add"),
	rows: [
		{ name: "number", as: "number", label: t("episode.word"), type: "number",
			min: 0, max: 9999, required: true,
			value: (season.episodes.at(-1)?.number ?? 0) + 1 },
		{ name: "title", label: t("title"), maxlength: 255, required: true },
	],
	send: (values) => ask(`/seasons/${season.id}/episodes`,
		{ method: "POST", json: values }),
});

const removeSeason = async (season) => await confirm({
	title: t("delete.of", { title: t("season", { number: season.number }) }),
	lines: [t("delete.final"), t("delete.season", {
		episodes: tn("count.episodes", season.episodes.length) }),
	t("delete.keepsFiles")],
	yes: t("delete.forEver"), danger: true,
}) && ask(`/seasons/${season.id}`, { method: "DELETE", version: season.version })
	.then(() => true);

const TOOLS = [
	["episode.add", addEpisode], ["season.edit", editSeason],
	["season.delete", removeSeason],
];

export const seasonTools = (season, redraw) => make("p.row.tools", {},
	TOOLS.map(([label, does]) => action(t(label),
		async () => await does(season) && redraw(), { kind: "small" })));
