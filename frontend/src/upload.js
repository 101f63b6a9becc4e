// A file goes from the browser to the disk: announced first, then sent as it is, with how far it got.
const csrf = (form) => form.querySelector("[name=csrfmiddlewaretoken]").value;
let sending;

function say(form, { name = "", said = "", share, wrong = "" }) {
  const going = share !== undefined;
  form.querySelector(".drop-rest").hidden = going;
  form.querySelector(".drop-going").hidden = !going;
  form.querySelector("[data-wrong]").textContent = wrong;
  if (!going) return;
  form.querySelector("[data-name]").textContent = name;
  form.querySelector("[data-said]").textContent = said;
  form.querySelector("[data-sent]").value = share;
}

function put(form, file, to) {
  return new Promise((done, fail) => {
    const request = (sending = new XMLHttpRequest());
    request.open("PUT", to);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept-Language", document.documentElement.lang); // the page's, whatever the browser's is
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const share = total ? loaded / total : 0;
      say(form, { name: file.name, share, said: share < 1 ? form.dataset.part.replace("SHARE", Math.floor(share * 100)) : form.dataset.whole });
    });
    request.addEventListener("load", () => {
      if (request.status === 201) return done();
      fail(new Error(answer(form, request.responseText)));
    });
    request.addEventListener("error", () => fail(new Error(form.dataset.lost)));
    request.addEventListener("abort", () => fail(new Error("")));
    request.send(file);
  });
}

function answer(form, text) {
  try {
    return JSON.parse(text).error;
  } catch {
    return form.dataset.refused;
  }
}

async function send(form, file) {
  if (sending) return;
  say(form, { name: file.name, said: form.dataset.sending, share: 0 });
  try {
    const body = new URLSearchParams({ name: file.name, size: file.size, csrfmiddlewaretoken: csrf(form) });
    const announced = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    const text = await announced.text();
    if (announced.status !== 201) throw new Error(answer(form, text));
    const { to, then } = JSON.parse(text);
    await put(form, file, to);
    location.assign(then);
  } catch (error) {
    say(form, { wrong: error instanceof TypeError ? form.dataset.away : error.message });
    form.querySelector("[data-file]").value = "";
  } finally {
    sending = undefined;
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.matches?.("[data-file]") && event.target.closest("[data-drop]");
  if (form && event.target.files.length) send(form, event.target.files[0]);
});
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-stop]")) sending?.abort();
});

// The whole page takes a file that is dropped, so that nobody has to aim.
const form = () => document.querySelector("[data-drop]");
const holds = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
document.addEventListener("dragover", (event) => {
  if (!form() || !holds(event)) return;
  event.preventDefault();
  form().classList.add("over");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) form()?.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  if (!form() || !holds(event)) return;
  event.preventDefault();
  form().classList.remove("over");
  const files = [...event.dataTransfer.files];
  if (files.length > 1) say(form(), { wrong: form().dataset.one });
  else if (files.length) send(form(), files[0]);
});

// A form that takes a while says so.
document.addEventListener("submit", (event) => {
  const words = event.target.dataset?.busy;
  const button = words && event.target.querySelector("button");
  if (!button) return;
  button.disabled = true;
  button.textContent = words;
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[data-busy] button[disabled]")) button.disabled = false;
});
