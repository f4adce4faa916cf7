// What a page does beyond links and forms. Everything works without it.

const box = document.getElementById("q");

// What changes without a new page is also said to those who cannot see it.
const said = document.createElement("div");
said.className = "hidden";
said.setAttribute("role", "status");
document.body.append(said);

// Results as you type: the page of results is fetched and its results take the place of those shown. On the first page
// they stand below the box, whose address becomes that of the results; back leads to the first page as it was.
const live = () => document.getElementById("results");
let latest = 0;
let timer;
const place = () => location.pathname + location.search;
let shown = place();

async function refresh() {
  const asked = ++latest;
  const first = live().dataset.live;
  const address = new URL(first || location.href, location.href);
  address.searchParams.set("q", box.value);
  address.searchParams.delete("page");
  const answer = await fetch(address).catch(() => null);
  if (!answer || !answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.getElementById("results");
  if (asked !== latest || !found || !live()) return;
  live().replaceWith(document.adoptNode(found));
  document.title = page.title;
  said.textContent = live().querySelector("#count").textContent;
  history[first ? "pushState" : "replaceState"](null, "", address);
  shown = place();
}

if (box && live()) {
  box.addEventListener("input", () => {
    clearTimeout(timer);
    if (box.value.trim().length > 1) timer = setTimeout(refresh, 180);
  });
  box.form.addEventListener("submit", () => { clearTimeout(timer); latest++; });
  addEventListener("popstate", () => { if (place() !== shown) location.reload(); });
}
if (box instanceof HTMLTextAreaElement) {
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      box.form.requestSubmit();
    }
  });
}

// A box of one line would join the lines of a log entry by one blank; two end a value as the line's end did.
if (box instanceof HTMLInputElement) {
  box.addEventListener("paste", (event) => {
    const lines = event.clipboardData.getData("text").split(/[\r\n]+/).map((line) => line.trim()).filter(Boolean);
    if (lines.length < 2) return;
    event.preventDefault();
    box.setRangeText(lines.join("  ").slice(0, box.maxLength), box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input"));
  });
}

// Places in an article: #L12-L14 marks three lines.
function mark() {
  document.querySelectorAll(".marked").forEach((line) => line.classList.remove("marked"));
  const range = /^#L(\d+)(?:-L(\d+))?$/.exec(location.hash);
  if (!range) return;
  let first = null;
  for (let line = Number(range[1]); line <= Math.min(Number(range[2] || range[1]), Number(range[1]) + 500); line++) {
    const shown = document.getElementById("L" + line);
    if (!shown) continue;
    shown.classList.add("marked");
    first = first || shown;
  }
  if (!first) return;
  const folded = first.closest("details");
  if (folded) folded.open = true;
  first.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", mark);
mark();

// Keys: / to the box, j and k through the results, ? for help.
const links = () => [...document.querySelectorAll(".hits h2 a, .standings li > a:first-child")];

function step(by) {
  const all = links();
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  if (next) next.focus();
}

let help = null;
async function showHelp() {
  if (!help) {
    const answer = await fetch(document.querySelector('.foot a[href$="/help"]').href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const keys = page.getElementById("keys");
    help = document.createElement("dialog");
    help.setAttribute("aria-label", "Keys");
    const close = document.createElement("button");
    close.textContent = "Close";
    close.addEventListener("click", () => help.close());
    help.append(keys, close);
    document.body.append(help);
  }
  if (!help.open) help.showModal();
}

addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, dialog");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const does = { "/": () => (box || document.querySelector("input")).focus(), j: () => step(1), k: () => step(-1), "?": showHelp };
  if (does[event.key]) {
    event.preventDefault();
    does[event.key]();
  }
});

// Copying: a button on text kept as typed, and links to what goes into a ticket.
async function copy(text, from) {
  await navigator.clipboard.writeText(text);
  const before = from.textContent;
  from.textContent = "Copied";
  said.textContent = "Copied";
  setTimeout(() => { from.textContent = before; said.textContent = ""; }, 1500);
}

if (navigator.clipboard) {
  document.querySelectorAll(".typed").forEach((typed) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", () => copy(typed.querySelector("pre").textContent.trimEnd() + "\n", button));
    typed.append(button);
  });
  document.querySelectorAll("a[data-copy]").forEach((link) => {
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      const answer = await fetch(link.href).catch(() => null);
      if (answer && answer.ok) copy(await answer.text(), link);
      else location.href = link.href;
    });
  });
}

// An upload: drop a file anywhere on the form, and see how much was sent.
document.querySelectorAll("form[data-progress]").forEach((form) => {
  const file = form.querySelector("input[type=file]");
  const progress = form.querySelector("progress");
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files.length) file.files = event.dataTransfer.files;
  });
  form.addEventListener("submit", (event) => {
    if (form.elements.format.value !== "page") return; // a download is the browser's own affair
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (sent) => {
      progress.hidden = false;
      if (sent.lengthComputable) progress.value = sent.loaded / sent.total;
    });
    request.upload.addEventListener("load", () => progress.removeAttribute("value"));
    request.addEventListener("load", () => {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
      document.title = page.title;
      document.querySelector("main").focus();
    });
    request.addEventListener("error", () => form.submit());
    request.send(new FormData(form));
  });
});
