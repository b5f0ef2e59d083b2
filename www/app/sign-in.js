/* Signing in, when the house asks who one is. */
import { ask, Problem } from "./api.js";
import { find, setShown, setText } from "./dom.js";

/* Whoever changes something needs an account; found out before a film is on
 * its way rather than by its refusal. */
export async function needAccount() {
	const { login } = await ask("/session");
	if (!login)
		throw new Problem(401);
}

/* during(action) gives what action() does; when that ends with 401, it asks
 * for login and password and does it again.  Gives up when the reader does. */
export function createSignIn(form) {
	const state = find(".state", form);
	const submit = find("[type=submit]", form);
	let asking = null;
	let settle = null;

	function end(isSignedIn) {
		setShown(form, false);
		form.reset();
		asking = null;
		settle(isSignedIn);
	}

	function open() {
		asking ??= new Promise((resolve) => {
			settle = resolve;
			setText(state, "");
			setShown(form, true);
			form.elements.login.focus();
		});
		return asking;
	}

	async function signIn() {
		const { login, password } = form.elements;
		submit.disabled = true;
		setText(state, "");
		try {
			await ask("/session", "POST",
				{ login: login.value, password: password.value });
			end(true);
		} catch (problem) {
			setText(state, problem.message);
			password.focus();
		}
		submit.disabled = false;
	}

	form.addEventListener("submit", (event) => {
		event.preventDefault();
		signIn();
	});
	find("[type=button]", form).addEventListener("click", () => end(false));

	return {
		async during(action) {
			for (;;) {
				try {
					return await action();
				} catch (problem) {
					if (problem?.status !== 401 || !await open())
						throw problem;
				}
			}
		},
	};
}
