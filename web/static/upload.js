// Sends the files of a form in parts while the rest is filled in: each shows how far it is, goes on by itself after the line
// broke, and goes on where it was when the same file is chosen again. The form then names them instead of holding them.
// Without this script the form sends its files itself. It speaks tus 1.0.0 with /uploads.
(() => {
  "use strict";
  const PART = 8 * 1024 * 1024;
  const LONGEST_PAUSE = 30_000;
  const store = {
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* it begins anew next time */ } },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* nothing was there */ } },
  };
  const coded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

  // ask sends a request and tells of its progress. An answer of any sort is an answer; a broken line is an error.
  function ask(method, url, headers, body, upload) {
    return new Promise((answered, broken) => {
      const request = new XMLHttpRequest();
      upload.request = request;
      request.open(method, url);
      request.setRequestHeader("Tus-Resumable", "1.0.0");
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = (event) => upload.show(upload.at + event.loaded);
      request.onload = () => answered(request);
      request.onerror = request.ontimeout = () => broken(new Error("the line broke"));
      request.onabort = () => broken(new Error("given up"));
      request.send(body);
    });
  }

  class Upload {
    constructor(file, input, row) {
      Object.assign(this, { file, input, row, url: null, at: 0, over: false });
      this.words = input.dataset;
      this.key = ["fm-upload", input.dataset.upload, file.name, file.size, file.lastModified].join(":");
    }

    show(bytes) {
      this.row.bar.value = bytes;
      const part = this.file.size ? Math.floor((100 * bytes) / this.file.size) : 0;
      this.row.say(this.words.sending.replace("{part}", part));
    }

    async run() {
      if (this.file.size === 0) return this.wrong(this.words.empty);
      this.url = store.get(this.key);
      for (let pause = 1000; !this.over; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
        try {
          if (await this.go(() => { pause = 1000; })) return this.done();
        } catch {
          if (this.over) return;
          this.row.say(this.words.broken);
          await new Promise((go) => { setTimeout(go, pause); });
        }
      }
    }

    // go sends what is left. It throws when that is to be tried again, and tells when it got on.
    async go(onward) {
      await (this.url ? this.find() : this.begin());
      while (!this.over && this.at < this.file.size) {
        const answer = await ask("PATCH", this.url,
          { "Upload-Offset": this.at, "Content-Type": "application/offset+octet-stream" }, this.file.slice(this.at, this.at + PART), this);
        if (answer.status === 409) await this.find();
        else if (answer.status === 204) this.at = Number(answer.getResponseHeader("Upload-Offset"));
        else this.refused(answer);
        onward();
      }
      return !this.over;
    }

    async begin() {
      const about = `filename ${coded(this.file.name)},community ${coded(this.words.upload)}`;
      const answer = await ask("POST", "/uploads", { "Upload-Length": this.file.size, "Upload-Metadata": about }, null, this);
      if (answer.status !== 201) return this.refused(answer);
      this.url = answer.getResponseHeader("Location");
      store.set(this.key, this.url);
    }

    async find() {
      const answer = await ask("HEAD", this.url, {}, null, this);
      if (answer.status === 404) {
        [this.url, this.at] = [null, 0];
        return this.begin();
      }
      if (answer.status !== 200) return this.refused(answer);
      this.at = Number(answer.getResponseHeader("Upload-Offset"));
    }

    // refused ends it with what the site says, unless the site is only away.
    refused(answer) {
      if (answer.status >= 500 || answer.status === 0) throw new Error("away");
      store.drop(this.key);
      this.wrong(answer.responseText || this.words.failed);
    }

    wrong(why) {
      this.over = true;
      this.row.bar.hidden = true;
      this.row.say(why);
      this.row.element.classList.add("fm-uploads__wrong");
    }

    done() {
      this.over = true;
      store.drop(this.key);
      this.row.bar.hidden = true;
      this.row.say(this.words.arrived);
      const named = document.createElement("input");
      Object.assign(named, { type: "hidden", name: "upload", value: this.url.split("/").pop() });
      this.row.element.append(named);
    }

    drop() {
      const begun = this.url;
      this.over = true;
      this.request?.abort();
      store.drop(this.key);
      if (begun) ask("DELETE", begun, {}, null, { show() {} }).catch(() => { /* it ends by itself tomorrow */ });
      this.row.element.remove();
    }
  }

  function rowFor(file, words, onDrop) {
    const element = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = Math.max(file.size, 1);
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "fm-link-button";
    drop.textContent = words.remove;
    drop.setAttribute("aria-label", `${words.remove}: ${file.name}`);
    drop.addEventListener("click", onDrop);
    element.append(name, bar, said, drop);
    // Each tenth is told, so that a screen reader is not talked over.
    let last = "";
    const say = (text) => {
      const tenth = text.replace(/\d(?=\s?%)/, "0");
      if (tenth !== last) said.textContent = text;
      last = tenth;
    };
    return { element, bar, say };
  }

  function wake(input) {
    const form = input.form;
    const list = document.createElement("ul");
    list.className = "fm-uploads";
    input.after(list);
    const under = new Set();
    const add = (files) => {
      for (const file of input.multiple ? files : [...files].slice(0, 1)) {
        let upload;
        const row = rowFor(file, input.dataset, () => { under.delete(upload); upload.drop(); input.focus(); });
        upload = new Upload(file, input, row);
        list.append(row.element);
        under.add(upload);
        input.required = false;
        upload.run();
      }
      input.value = "";
    };
    input.addEventListener("change", () => add([...input.files]));
    const zone = input.closest(".govuk-form-group") ?? input.parentElement;
    zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("fm-drop"); });
    zone.addEventListener("dragleave", () => zone.classList.remove("fm-drop"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("fm-drop");
      add([...event.dataTransfer.files]);
    });
    form.addEventListener("submit", (event) => {
      const waiting = [...under].find((upload) => !upload.over);
      if (!waiting) return;
      event.preventDefault();
      waiting.row.say(input.dataset.wait);
      waiting.row.element.scrollIntoView({ block: "nearest" });
    });
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("input[type=file][data-upload]").forEach(wake));
})();
