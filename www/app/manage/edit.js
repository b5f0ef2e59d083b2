/* Editing what is known of a title. */
import { ask } from "../core/api.js";
import { t } from "../core/text.js";
import { changesOf, openForm } from "./form.js";

const YEARS = { type: "number", min: 1870, max: 2200 };

const TITLE_ROWS = () => [
	{ name: "title", label: t("title"), required: true, maxlength: 255 },
	{ name: "original_title", label: t("originalTitle"), maxlength: 255 },
	{ name: "sort_title", label: t("sortTitle"), maxlength: 255 },
	{ name: "year", as: "number", label: t("year"), ...YEARS },
	{ name: "rating", label: t("rating"), maxlength: 20 },
	{ name: "genres", as: "list", label: t("genres"), hint: t("genres.hint") },
	{ name: "synopsis", label: t("synopsis"), rows: 5 },
];

const EPISODE_ROWS = () => [
	{ name: "title", label: t("title"), required: true, maxlength: 255 },
	{ name: "number", as: "number", label: t("episode.word"), type: "number",
		min: 0, max: 9999, required: true },
	{ name: "aired_on", label: t("airedOn"), type: "date" },
	{ name: "synopsis", label: t("synopsis"), rows: 5 },
];

const ROWS = { movies: TITLE_ROWS, series: TITLE_ROWS, episodes: EPISODE_ROWS };

const shownOf = (value) => Array.isArray(value) ? value.join(", ") : value;

/* Resolves to whether something was changed. */
export function editTitle(kind, title) {
	const rows = ROWS[kind]().map((row) =>
		({ ...row, value: shownOf(title[row.name]) }));
	return openForm({
		title: t("edit.of", { title: title.title }),
		rows,
		send: async (values) => {
			const changes = changesOf(values, title);
			if (Object.keys(changes).length > 0)
				await ask(`/${kind}/${title.id}`, { method: "PATCH",
					json: changes, version: title.version });
		},
	});
}
