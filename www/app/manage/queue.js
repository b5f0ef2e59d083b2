/* The queue: what is being done, what waits, what went wrong. */
import { ask, askText, withQuery } from "../core/api.js";
import { openDialog } from "../core/dialog.js";
import { fill, make, setShown } from "../core/dom.js";
import { poll } from "../core/poll.js";
import { keepQuery } from "../core/router.js";
import { session } from "../core/session.js";
import { has, joined, moment, percent, t, timeLeft, tn } from "../core/text.js";
import { action, bar, empty, heading } from "../core/ui.js";
import { openForm } from "./form.js";
import "./texts.js";

const EVERY_MS = 2000;
const LIMIT = 50;
const STATES = ["", "RUNNING", "QUEUED", "SCHEDULED", "BLOCKED", "DEAD", "DONE", "CANCELED"];
const OPEN = ["RUNNING", "QUEUED", "SCHEDULED", "BLOCKED"];
const AGAIN = ["DEAD", "CANCELED"];
/* What it last failed at counts for these, not for one that is being tried. */
const WITH_REASON = ["DEAD", "SCHEDULED", "QUEUED", "BLOCKED"];

const word = (group, name) => has(`${group}.${name}`) ? t(`${group}.${name}`) : name;

const names = new Map();

/* The name of a job's file; asked once. */
async function fileName(id) {
	if (id && !names.has(id))
		names.set(id, await ask(`/media-files/${id}`).then(
			({ file_name: name }) => name, () => ""));
	return names.get(id) ?? "";
}

function openLog(job) {
	const text = make("pre.log", { tabindex: 0 }, t("loading"));
	const dialog = openDialog({ title: t("job.log.of", { id: job.id }),
		className: "wide", body: make("div.stack", {}, text, make("p.row", {},
			make("button.button", { type: "button",
				onclick: () => dialog.close() }, t("close")))) });
	return askText(`/jobs/${job.id}/log`).then((log) => {
		text.textContent = log || t("job.log.empty");
	}, (problem) => { text.textContent = problem.message; });
}

const setPriority = (job) => openForm({
	title: t("job.priority"), lines: [t("job.priority.hint")],
	rows: [{ name: "priority", as: "number", label: t("job.priority"),
		type: "number", min: 0, max: 9, required: true, value: job.priority }],
	send: (json) => ask(`/jobs/${job.id}`, { method: "PATCH", json }),
});

const post = (job, what) => ask(`/jobs/${job.id}/${what}`, { method: "POST" });

const TOOLS = [
	{ label: "job.log", right: "VIEWER", when: () => true, does: openLog },
	{ label: "job.cancel", right: "EDITOR", when: ({ state, cancel }) =>
		OPEN.includes(state) && !cancel, does: (job) => post(job, "cancel") },
	{ label: "again", right: "EDITOR", when: ({ state }) => AGAIN.includes(state),
		does: (job) => post(job, "retry") },
	{ label: "job.priority", right: "ADMIN", when: ({ state }) => OPEN.includes(state)
		&& state !== "RUNNING", does: setPriority },
];

const wordsOf = (job) => joined(word("jobState", job.state),
	job.stage && job.state === "RUNNING" && word("stage", job.stage),
	job.state === "RUNNING" && percent(job.progress),
	job.speed && t("job.speed", { speed: job.speed.toFixed(1) }),
	job.eta_ms && job.state === "RUNNING" && timeLeft(job.eta_ms),
	job.cancel && job.state === "RUNNING" && t("job.stopping"));

function jobRow(job, name, redraw) {
	return make("li.row-of", { "data-status": job.state, "data-id": job.id },
		make("div.heading", {},
			make("div", {}, make("h2", {}, name || word("job", job.kind)),
				make("p.quiet", {}, joined(name && word("job", job.kind),
					t("job.attempt", { n: job.attempt, most: job.max_attempts }),
					t("job.priorityIs", { n: job.priority }), moment(job.created_at)))),
			make("p.row", {}, TOOLS.filter(({ right, when }) =>
				session.may(right) && when(job)).map(({ label, does }) =>
				action(t(label), async () => {
					await does(job);
					await redraw();
				}, { kind: "small" })))),
		make("div.state", { "data-status": job.state }, make("span", {}, wordsOf(job)),
			job.state === "RUNNING" && bar(t("progress"), job.progress)),
		job.error_message && WITH_REASON.includes(job.state)
			&& make("p.wrong", {}, job.error_message));
}

const pause = () => openForm({
	title: t("queue.pause"),
	rows: [{ name: "reason", label: t("queue.reason"), maxlength: 200 }],
	send: ({ reason }) => ask("/queue/pause", { method: "POST",
		json: reason ? { reason } : {} }),
});

const resume = () => ask("/queue/resume", { method: "POST" });

function queueCard(queue) {
	const waiting = queue.queued + queue.scheduled + queue.blocked;
	return make("li.figure", {}, make("p.quiet", {}, word("queue", queue.name)),
		make("p.number", {}, tn("count.running", queue.running)),
		make("p.quiet", {}, joined(tn("count.waiting", waiting),
			queue.dead > 0 && tn("count.dead", queue.dead))),
		queue.paused && make("p.wrong", {}, joined(t("queue.paused"),
			queue.paused_reason)));
}

export async function open({ place, query, signal }) {
	const cards = make("ul.figures");
	const switches = make("p.row");
	const rows = make("ul.rows");
	const state = make("select", { "aria-label": t("file.status") },
		STATES.map((name) => make("option", { value: name },
			name ? word("jobState", name) : t("show.all"))));
	const now = () => line.now();
	let shown = "";

	async function draw() {
		const [{ queues }, page] = await Promise.all([ask("/queue", { signal }),
			ask(withQuery("/jobs", { limit: LIMIT, state: state.value }), { signal })]);
		const named = await Promise.all(page.items.map(
			async (job) => [job, await fileName(job.media_file_id)]));
		const what = JSON.stringify([queues, page.items]);
		/* A menu under somebody's hand stays where it is. */
		if (what === shown || rows.contains(document.activeElement)
			&& document.activeElement.disabled)
			return EVERY_MS;
		shown = what;
		show(queues, named);
		return EVERY_MS;
	}

	function show(queues, named) {
		const focus = focusIn(rows);
		const isPaused = queues.some(({ paused }) => paused);
		fill(cards, queues.map(queueCard));
		setShown(switches, session.may("ADMIN"));
		fill(switches, session.may("ADMIN") && action(
			t(isPaused ? "queue.resume" : "queue.pause"),
			async () => {
				await (isPaused ? resume() : pause());
				await now();
			}));
		fill(rows, named.map(([job, name]) => jobRow(job, name, now)));
		if (named.length === 0)
			fill(rows, empty(t("queue.none"), t("queue.none.hint")));
		focus();
	}

	state.value = query.get("state") ?? "";
	state.addEventListener("change", () => {
		keepQuery({ state: state.value });
		now();
	});
	fill(place, make("div.heading", {}, heading(t("nav.queue")), switches), cards,
		make("div.filters", {}, state), rows);
	await draw();
	const line = poll(draw, signal);
}

/* Remembers which button of which row has the focus; the answer gives it back
 * to the same button of the new row. */
function focusIn(rows) {
	const button = rows.contains(document.activeElement) && document.activeElement;
	const id = button && button.closest("[data-id]")?.dataset.id;
	const name = button && button.textContent;
	return () => {
		if (!id)
			return;
		const row = rows.querySelector(`[data-id="${id}"]`);
		[...row?.querySelectorAll("button") ?? []]
			.find(({ textContent }) => textContent === name)?.focus();
	};
}
