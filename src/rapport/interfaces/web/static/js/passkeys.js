/* Passkeys: a form with data-passkey="get" or "create" and data-challenge fetches a challenge by POST,
   asks the browser, puts the answer into its field `credential` and is sent. No markup from text. */
"use strict";
(() => {
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const options = (challenge, kind) => {
    const asked = { ...challenge.publicKey, challenge: bytes(challenge.publicKey.challenge) };
    if (kind === "create") {
      asked.user = { ...asked.user, id: bytes(asked.user.id) };
      asked.excludeCredentials = named(asked.excludeCredentials);
    } else asked.allowCredentials = named(asked.allowCredentials);
    return { publicKey: asked };
  };

  const written = (credential) => {
    const answer = credential.response;
    const response = { clientDataJSON: text(answer.clientDataJSON) };
    if (answer.attestationObject) {
      response.attestationObject = text(answer.attestationObject);
      response.transports = answer.getTransports ? answer.getTransports() : [];
    } else {
      response.authenticatorData = text(answer.authenticatorData);
      response.signature = text(answer.signature);
      response.userHandle = answer.userHandle ? text(answer.userHandle) : null;
    }
    return {
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };

  const ceremony = async (form) => {
    const kind = form.dataset.passkey;
    const answer = await fetch(form.dataset.challenge, {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" },
    });
    const isChallenge = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (!answer.ok || !isChallenge) throw new Error("no challenge");
    const asked = options(await answer.json(), kind);
    const credential = await (kind === "create" ? navigator.credentials.create(asked) : navigator.credentials.get(asked));
    form.elements.credential.value = JSON.stringify(written(credential));
    form.submit();
  };

  /* A passkey belongs to a name: browsers make none on a bare address such as 127.0.0.1. */
  const isName = !/^[\d.]+$|:/.test(location.hostname);
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const problem = form.querySelector("[data-problem]");
    const say = (words) => {
      problem.querySelector("span").textContent = words;
      problem.hidden = false;
    };
    form.hidden = false;
    for (const beside of document.querySelectorAll("[data-with-passkey]")) beside.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.hidden = true;
      if (!window.PublicKeyCredential || !window.isSecureContext || !isName) return say(problem.dataset.impossible);
      try {
        await ceremony(form);
      } catch (trouble) {
        say(trouble.name === "InvalidStateError" ? problem.dataset.known : problem.dataset.failed);
      }
    });
  }
})();
