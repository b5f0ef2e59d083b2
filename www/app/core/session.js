/* Who is here, and asking for login and password where that is needed. */
import { ask, Problem } from "./api.js";
import { make, setText } from "./dom.js";
import { openDialog } from "./dialog.js";
import { field } from "./field.js";
import { t } from "./text.js";

const RANKS = ["VIEWER", "EDITOR", "ADMIN"];
const NOBODY = { user_id: null, login: null, role: null };

let who = NOBODY;
let asking = null;
const listeners = new Set();

export const session = {
	who: () => who,
	isSignedIn: () => who.login !== null,
	may: (role) => RANKS.indexOf(who.role) >= RANKS.indexOf(role),
	/* listener() is called whenever somebody else is here. */
	onChange: (listener) => listeners.add(listener),
};

function become(somebody) {
	const isNew = somebody.login !== who.login || somebody.role !== who.role;
	who = somebody;
	if (isNew)
		listeners.forEach((listener) => listener());
}

/* Asks the house who one is. Where nobody may look without an account, one
 * is nobody. */
export async function learnWho() {
	try {
		become(await ask("/session"));
	} catch (problem) {
		if (problem.status !== 401)
			throw problem;
		become(NOBODY);
	}
}

export async function signOut() {
	await ask("/session", { method: "DELETE" }).catch((problem) => {
		if (problem.status !== 401)
			throw problem;
	});
	become(NOBODY);
}

function openForm(settle) {
	const login = field({ label: t("login"), autocomplete: "username",
		autocapitalize: "none", spellcheck: "false", maxlength: 64, required: true });
	const password = field({ label: t("password"), type: "password",
		autocomplete: "current-password", maxlength: 200, required: true });
	const state = make("p.wrong", { role: "alert", hidden: true });
	const submit = make("button.button.strong", { type: "submit" }, t("signIn"));

	async function send(event, dialog) {
		event.preventDefault();
		submit.disabled = true;
		setText(state, "");
		try {
			become(await ask("/session", { method: "POST", json: {
				login: login.input.value, password: password.input.value } }));
			settle(true);
			dialog.close();
		} catch (problem) {
			setText(state, problem.message);
			password.input.select();
		}
		submit.disabled = false;
	}

	const dialog = openDialog({
		title: t("signIn"),
		className: "sign-in",
		body: make("form", { onsubmit: (event) => send(event, dialog) },
			login.root, password.root, state,
			make("p.row", {}, submit, make("button.button.plain", {
				type: "button", onclick: () => dialog.close() }, t("notNow")))),
		onClose: () => settle(false),
	});
}

/* True once somebody has signed in, false when the reader gives up. */
export function signIn() {
	asking ??= new Promise(openForm).finally(() => { asking = null; });
	return asking;
}

/* Resolves as action() does; when that ends with 401, asks for login and
 * password and does it again, until the reader gives up. */
export async function during(action) {
	for (;;) {
		try {
			return await action();
		} catch (problem) {
			const isAsked = problem instanceof Problem && problem.status === 401;
			if (!isAsked || !await signIn())
				throw problem;
		}
	}
}
