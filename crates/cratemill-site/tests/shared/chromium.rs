//! A browser that tests drive: Chromium by its DevTools protocol, over a WebSocket.

use std::env;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use data_encoding::BASE64;
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// What a person's browser does besides: everything that would ask the network.
const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
];
/// So long an answer is waited for; a machine may be busy.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Browser {
    process: Child,
    socket: WebSocket<TcpStream>,
    last: u64,
    /// What was told meanwhile.
    events: Vec<Value>,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts the Chromium that is installed; says so where there is none.
    pub fn start() -> Option<Browser> {
        let Some(program) = installed() else {
            println!("no Chromium in PATH or CHROMIUM: no browser looks at the site");
            return None;
        };
        let profile = tempfile::tempdir().expect("a folder");
        let mut process = Command::new(program)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a browser");
        let mut lines = BufReader::new(process.stderr.take().expect("its words")).lines();
        let told = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let address = line.split_once("DevTools listening on ")?.1;
            Some(address.trim().to_owned())
        });
        let address = told.expect("an address of the DevTools");
        // Whatever else it says must go somewhere, or it waits.
        std::thread::spawn(move || lines.for_each(drop));
        let host = address
            .trim_start_matches("ws://")
            .split('/')
            .next()
            .unwrap_or_default();
        let stream = TcpStream::connect(host).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let (socket, _) = tungstenite::client(address.as_str(), stream).expect("a WebSocket");
        Some(Browser {
            process,
            socket,
            last: 0,
            events: Vec::new(),
            _profile: profile,
        })
    }

    /// A page of its own.
    pub fn tab(&mut self) -> Tab<'_> {
        let target = self.call(None, "Target.createTarget", json!({"url": "about:blank"}));
        let asked = json!({"targetId": target["targetId"], "flatten": true});
        let attached = self.call(None, "Target.attachToTarget", asked);
        let session = attached["sessionId"].as_str().expect("a session").to_owned();
        let mut tab = Tab { browser: self, session };
        for domain in ["Page", "Runtime", "Network", "Log"] {
            tab.call(&format!("{domain}.enable"), json!({}));
        }
        tab
    }

    fn call(&mut self, session: Option<&str>, method: &str, params: Value) -> Value {
        self.last += 1;
        let mut asked = json!({"id": self.last, "method": method, "params": params});
        if let Some(session) = session {
            asked["sessionId"] = json!(session);
        }
        self.socket
            .send(Message::text(asked.to_string()))
            .expect("a browser that listens");
        loop {
            let answer = self.receive();
            if answer["id"] == json!(self.last) {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
            self.events.push(answer);
        }
    }

    fn receive(&mut self) -> Value {
        loop {
            if let Message::Text(text) = self.socket.read().expect("a browser that answers") {
                return serde_json::from_str(&text).expect("JSON");
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may be gone already.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn installed() -> Option<PathBuf> {
    if let Some(given) = env::var_os("CHROMIUM") {
        return Some(PathBuf::from(given));
    }
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let mut all = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.find(|program| program.is_file())
}

pub struct Tab<'a> {
    browser: &'a mut Browser,
    session: String,
}

impl Tab<'_> {
    fn call(&mut self, method: &str, params: Value) -> Value {
        let session = self.session.clone();
        self.browser.call(Some(&session), method, params)
    }

    fn wait(&mut self, event: &str) {
        while !self
            .browser
            .events
            .iter()
            .skip_while(|one| one["seen"] == json!(true))
            .any(|one| one["method"] == event)
        {
            let next = self.browser.receive();
            self.browser.events.push(next);
        }
        self.browser.events.iter_mut().for_each(|one| one["seen"] = json!(true));
    }

    fn settle(&mut self) {
        self.browser.events.iter_mut().for_each(|one| one["seen"] = json!(true));
    }

    /// Opens a page and waits until it is there.
    pub fn open(&mut self, url: &str) {
        self.settle();
        self.call("Page.navigate", json!({"url": url}));
        self.wait("Page.loadEventFired");
    }

    pub fn size(&mut self, width: u32, height: u32) {
        let mobile = width < 600;
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile});
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    pub fn scheme(&mut self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": value}]});
        self.call("Emulation.setEmulatedMedia", features);
    }

    /// The value of an expression on the page.
    pub fn ask(&mut self, expression: &str) -> Value {
        let answer = self.call(
            "Runtime.evaluate",
            json!({"expression": expression, "returnByValue": true}),
        );
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Clicks the middle of an element as a mouse does; waits for the next page where it is a link.
    pub fn click(&mut self, selector: &str) {
        let place = self.ask(&format!(
            "(() => {{ const one = document.querySelector({}); one.scrollIntoView({{block: 'center', inline: 'center', behavior: 'instant'}});
               const box = one.getBoundingClientRect();
               return [box.x + box.width / 2, box.y + box.height / 2, one.tagName.toLowerCase()]; }})()",
            json!(selector)
        ));
        self.settle();
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({"type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1});
            self.call("Input.dispatchMouseEvent", event);
        }
        if place[2] == "a" {
            self.wait("Page.loadEventFired");
        }
    }

    pub fn focus(&mut self, selector: &str) {
        self.ask(&format!("document.querySelector({}).focus()", json!(selector)));
    }

    /// Writes where the focus is.
    pub fn write(&mut self, text: &str) {
        self.call("Input.insertText", json!({"text": text}));
    }

    pub fn key(&mut self, key: &str) {
        let (code, text) = match key {
            "Enter" => (13, "\r"),
            _ => (9, ""),
        };
        for kind in ["keyDown", "keyUp"] {
            let mut event = json!({"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code});
            if kind == "keyDown" && !text.is_empty() {
                event["text"] = json!(text);
            }
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    /// Presses a key that leads to another page, and waits for that.
    pub fn submit(&mut self, key: &str) {
        self.settle();
        self.key(key);
        self.wait("Page.loadEventFired");
    }

    /// What the window shows, as PNG.
    pub fn screenshot(&mut self) -> Vec<u8> {
        let shot = self.call("Page.captureScreenshot", json!({"format": "png"}));
        BASE64
            .decode(shot["data"].as_str().expect("a picture").as_bytes())
            .expect("base 64")
    }

    /// Everything that the console was told as an error, and every exception.
    pub fn errors(&mut self) -> Vec<String> {
        self.ask("0");
        let bad = |one: &&Value| match one["method"].as_str() {
            Some("Runtime.exceptionThrown") => true,
            Some("Runtime.consoleAPICalled") => one["params"]["type"] == "error",
            Some("Log.entryAdded") => one["params"]["entry"]["level"] == "error",
            _ => false,
        };
        self.browser.events.iter().filter(bad).map(Value::to_string).collect()
    }

    /// Every address that was asked for.
    pub fn requests(&mut self) -> Vec<String> {
        let sent = self
            .browser
            .events
            .iter()
            .filter(|one| one["method"] == "Network.requestWillBeSent");
        let urls = sent.filter_map(|one| one["params"]["request"]["url"].as_str());
        urls.map(str::to_owned).collect()
    }
}
