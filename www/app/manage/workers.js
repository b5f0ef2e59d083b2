/* The workers and what they are up to. */
import { ask } from "../core/api.js";
import { fill, make } from "../core/dom.js";
import { poll } from "../core/poll.js";
import { joined, moment, t } from "../core/text.js";
import { action, empty, heading } from "../core/ui.js";
import "./texts.js";

const EVERY_MS = 3000;

const TOOLS = {
	ACTIVE: ["workers.drain", "drain"],
	DRAINING: ["workers.resume", "resume"],
};

function row(worker, redraw) {
	const [label, what] = TOOLS[worker.state] ?? [];
	return make("li.row-of", { "data-status": worker.state },
		make("div.heading", {},
			make("div", {}, make("h2", {}, worker.name),
				make("p.quiet", {}, joined(worker.host, t("workers.pid", { pid: worker.pid }),
					t("workers.version", { version: worker.version }),
					t("workers.slots", { n: worker.slots })))),
			label && action(t(label), async () => {
				await ask(`/workers/${worker.id}/${what}`, { method: "POST" });
				await redraw();
			}, { kind: "small" })),
		make("div.state", { "data-status": worker.state },
			make("span", {}, joined(t(`workers.${worker.state}`),
				t("workers.beat", { when: moment(worker.beat_at) })))));
}

export async function open({ place, signal }) {
	const rows = make("ul.rows");
	let shown = "";

	async function draw() {
		const { workers } = await ask("/workers", { signal });
		const what = JSON.stringify(workers);
		if (what !== shown)
			fill(rows, workers.map((worker) => row(worker, draw)));
		shown = what;
		if (workers.length === 0)
			fill(rows, empty(t("workers.none"), t("workers.none.hint")));
		return EVERY_MS;
	}

	fill(place, make("div.heading", {}, heading(t("nav.workers"))),
		make("p.quiet.lead", {}, t("workers.hint")), rows);
	await draw();
	poll(draw, signal);
}
