/* The accounts of the house. */
import { ask, askAll } from "../core/api.js";
import { confirm } from "../core/dialog.js";
import { fill, make } from "../core/dom.js";
import { session } from "../core/session.js";
import { joined, moment, size, t } from "../core/text.js";
import { action, heading } from "../core/ui.js";
import { openForm } from "./form.js";
import "./texts.js";

const GB = 1e9;

const roles = () => ["VIEWER", "EDITOR", "ADMIN"].map((role) => [role, t(`role.${role}`)]);

const PASSWORD = () => ({ name: "password", as: "raw", label: t("password"),
	type: "password", autocomplete: "new-password", minlength: 10, maxlength: 200 });

const ROLE = (role = "VIEWER") => ({ name: "role", as: "raw", label: t("role"),
	choices: roles(), value: role });

const QUOTA = (bytes) => ({ name: "quota", as: "number", label: t("people.quota"),
	type: "number", min: 0, step: "any", hint: t("people.quota.hint"),
	value: bytes === null || bytes === undefined ? "" : bytes / GB });

const bytesOf = (quota) => quota === null ? null : Math.round(quota * GB);

const add = () => openForm({
	title: t("people.add"), yes: t("people.add"),
	rows: [{ name: "login", label: t("login"), required: true, maxlength: 64,
		autocapitalize: "none", autocomplete: "off" },
	{ ...PASSWORD(), required: true }, ROLE(), QUOTA(null)],
	send: ({ login, password, role, quota }) => ask("/users", { method: "POST",
		json: { login, password, role, ...(quota === null ? {}
			: { quota_bytes: bytesOf(quota) }) } }),
});

const edit = (user) => openForm({
	title: t("edit.of", { title: user.login }),
	rows: [ROLE(user.role), QUOTA(user.quota_bytes),
		{ name: "disabled", as: "flag", label: t("people.disabled"),
			type: "checkbox", value: user.disabled },
		{ ...PASSWORD(), label: t("people.newPassword"),
			hint: t("people.newPassword.hint") }],
	send: ({ role, quota, disabled, password }) => ask(`/users/${user.id}`, {
		method: "PATCH", version: user.version,
		json: { role, disabled, quota_bytes: bytesOf(quota),
			...(password ? { password } : {}) } }),
});

const remove = async (user) => await confirm({
	title: t("delete.of", { title: user.login }),
	lines: [t("delete.final"), t("people.goes")], yes: t("delete.forEver"), danger: true,
}) && ask(`/users/${user.id}`, { method: "DELETE", version: user.version })
	.then(() => true);

const row = (user, redraw) => make("li.row-of", {},
	make("div.heading", {},
		make("div", {}, make("h2", {}, user.login),
			make("p.quiet", {}, joined(t(`role.${user.role}`),
				user.disabled && t("people.isDisabled"),
				user.used_bytes > 0 && t("people.used", { size: size(user.used_bytes) }),
				user.last_seen_at ? t("people.seen", { when: moment(user.last_seen_at) })
					: t("people.unseen")))),
		make("p.row", {},
			action(t("tool.edit"), async () => await edit(user) && redraw(),
				{ kind: "small" }),
			user.id !== session.who().user_id && action(t("delete"),
				async () => await remove(user) && redraw(), { kind: "small" }))));

export async function open({ place, signal }) {
	const rows = make("ul.rows");

	async function draw() {
		const users = await askAll("/users", { sort: "login" });
		if (!signal.aborted)
			fill(rows, users.map((user) => row(user, draw)));
	}

	fill(place, make("div.heading", {}, heading(t("nav.people")),
		action(t("people.add"), async () => await add() && draw(), { kind: "strong" })),
	rows);
	await draw();
}
