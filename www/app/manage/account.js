/* One's own account: password, and tokens for programs. */
import { ask, askAll, askOrNull } from "../core/api.js";
import { confirm, openDialog } from "../core/dialog.js";
import { fill, make } from "../core/dom.js";
import { act, say } from "../core/notice.js";
import { session, signOut } from "../core/session.js";
import { joined, moment, size, t } from "../core/text.js";
import { action, heading } from "../core/ui.js";
import { openForm } from "./form.js";
import "./texts.js";

const DAY_S = 86400;
const LIVES = [["", "token.forEver"], [30 * DAY_S, "token.month"], [365 * DAY_S, "token.year"]];
const RANKS = ["VIEWER", "EDITOR", "ADMIN"];

const changePassword = () => openForm({
	title: t("account.password"),
	rows: [
		{ name: "current_password", as: "raw", label: t("account.current"),
			type: "password", autocomplete: "current-password", required: true },
		{ name: "password", as: "raw", label: t("people.newPassword"), type: "password",
			autocomplete: "new-password", minlength: 10, maxlength: 200, required: true },
	],
	send: async (json) => {
		await ask("/me", { method: "PATCH", json });
		say(t("account.changed"));
	},
});

/* A token is told once. */
function showToken({ token }) {
	const text = make("input", { readonly: true, value: token, "aria-label": t("token") });
	const dialog = openDialog({ title: t("token"), body: make("div.stack", {},
		make("p.quiet", {}, t("token.once")), text,
		make("p.row", {}, action(t("copy"), async () => {
			text.select();
			await navigator.clipboard?.writeText(token).catch(() => {});
		}, { kind: "strong" }),
		make("button.button", { type: "button", onclick: () => dialog.close() },
			t("close")))) });
	text.select();
}

async function addToken() {
	const own = RANKS.slice(0, RANKS.indexOf(session.who().role) + 1);
	let made = null;
	await openForm({
		title: t("token.add"), yes: t("token.add"),
		rows: [
			{ name: "label", label: t("token.label"), required: true, maxlength: 100 },
			{ name: "role", as: "raw", label: t("role"),
				choices: own.map((role) => [role, t(`role.${role}`)]) },
			{ name: "expires_in_s", as: "number", label: t("token.life"),
				choices: LIVES.map(([value, key]) => [value, t(key)]) },
		],
		send: async ({ label, role, expires_in_s: life }) => {
			made = await ask("/tokens", { method: "POST",
				json: { label, role, ...(life ? { expires_in_s: life } : {}) } });
		},
	});
	if (made)
		showToken(made);
}

const removeToken = async (token) => await confirm({
	title: t("delete.of", { title: token.label }), lines: [t("token.goes")],
	yes: t("delete"), danger: true,
}) && ask(`/tokens/${token.id}`, { method: "DELETE" });

const tokenRow = (token, redraw) => make("li.row-of", {},
	make("div.heading", {},
		make("div", {}, make("h2", {}, token.label || `${token.prefix}…`),
			make("p.quiet", {}, joined(token.label && `${token.prefix}…`, token.login,
				t(`role.${token.role}`), token.expires_at
					? t("token.until", { when: moment(token.expires_at) })
					: t("token.forEver"), token.last_used_at
					&& t("token.used", { when: moment(token.last_used_at) })))),
		action(t("delete"), async () => {
			await removeToken(token);
			await redraw();
		}, { kind: "small" })));

const usedOf = (me) => me.quota_bytes
	? t("account.quota", { used: size(me.used_bytes), whole: size(me.quota_bytes) })
	: t("people.used", { size: size(me.used_bytes) });

export async function open({ place, signal }) {
	const rows = make("ul.rows");
	const who = session.who();
	const me = await askOrNull("/me", { signal });

	async function draw() {
		const tokens = await askAll("/tokens");
		fill(rows, tokens.map((token) => tokenRow(token, draw)),
			tokens.length === 0 && make("li.quiet", {}, t("token.none")));
	}

	fill(place, make("div.heading", {}, heading(who.login)),
		make("p.quiet.lead", {}, joined(t(`role.${who.role}`), me && usedOf(me))),
		make("p.row", {}, me && action(t("account.password"), changePassword),
			action(t("signOut"), signOut)),
		make("div.heading", {}, make("h2.part", {}, t("token.all")),
			action(t("token.add"), async () => {
				await addToken();
				await draw();
			}, { kind: "small" })),
		make("p.quiet.lead", {}, t("token.hint")), rows);
	await act(null, draw);
}
