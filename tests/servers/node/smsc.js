// A message centre (SMSC) for the tests: SMPP 3.4 by npm's `smpp`, which knows nothing of our code.
//
//   node smsc.js PORT [KEY CERT]
//
// It prints one JSON line for each thing that happens. What it does with a text, the last three digits of
// the recipient's number say:
//   001 delivered   002 undeliverable   003 no receipt   004 told to slow down once, then delivered
//   005 the line breaks before the answer   006 no such number   007 slow down at the second part, once
//   008 delivered, told by parameters alone (no text)   009 delivered, told only at the next sign-in
//   010 an operator's advert comes first, then delivered   011 its id is told in hexadecimal
"use strict";
const fs = require("fs");
const smpp = require("smpp");

const [port, key, cert] = process.argv.slice(2);
const tls = key ? { key: fs.readFileSync(key), cert: fs.readFileSync(cert) } : {};
const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");
const SLOWER = new Set(["004", "007"]);
const held = []; // receipts for the next session
const told = new Set(); // who was told to slow down
let last = 0x0f00;

function receipt(pdu, id, stat) {
  const base = { source_addr: pdu.destination_addr, destination_addr: pdu.source_addr, esm_class: 4 };
  if (pdu.destination_addr.endsWith("008")) {
    return { ...base, short_message: "", receipted_message_id: String(id), message_state: 2 };
  }
  const text = `id:${id} sub:001 dlvrd:001 submit date:2611231000 done date:2611231001 stat:${stat} err:000 text:`;
  return { ...base, short_message: text };
}

function submitted(session, pdu) {
  const to = pdu.destination_addr.slice(-3);
  const message = pdu.short_message;
  const part = message.udh && message.udh.length ? message.udh[0].toString("hex") : null;
  const slow = `${to} ${part ? part.slice(-2) : ""}`;
  if (to === "005") { say({ event: "taken", to: pdu.destination_addr }); return session.socket.destroy(); }
  if (to === "006") return session.send(pdu.response({ command_status: smpp.ESME_RINVDSTADR }));
  if (SLOWER.has(to) && !told.has(to) && (to === "004" || slow.endsWith("02"))) {
    told.add(to);
    say({ event: "throttled" });
    return session.send(pdu.response({ command_status: smpp.ESME_RTHROTTLED }));
  }
  const id = ++last;
  say({ event: "taken", to: pdu.destination_addr, from: pdu.source_addr, ton: pdu.source_addr_ton,
        coding: pdu.data_coding, text: message.message, part, valid: pdu.validity_period, id });
  session.send(pdu.response({ message_id: to === "011" ? id.toString(16) : String(id) }));
  if (to === "003") return;
  if (to === "010") session.deliver_sm({ source_addr: "ADS", destination_addr: pdu.source_addr, short_message: "hola" });
  const news = receipt(pdu, id, to === "002" ? "UNDELIV" : "DELIVRD");
  if (to === "009") held.push(news);
  else session.deliver_sm(news, () => say({ event: "acknowledged", id }));
}

const server = smpp.createServer(tls, (session) => {
  session.on("error", () => {});
  session.on("bind_transceiver", (pdu) => {
    const known = pdu.system_id === "ies" && pdu.password === "secreto";
    say({ event: "bind", known });
    session.send(pdu.response({ command_status: known ? smpp.ESME_ROK : smpp.ESME_RINVPASWD }));
    while (known && held.length) session.deliver_sm(held.pop(), () => say({ event: "acknowledged" }));
  });
  session.on("submit_sm", (pdu) => submitted(session, pdu));
  session.on("enquire_link", (pdu) => { say({ event: "enquire_link" }); session.send(pdu.response()); });
  session.on("unbind", (pdu) => { say({ event: "unbind" }); session.send(pdu.response()); session.close(); });
});
server.listen(Number(port), "127.0.0.1", () => say({ event: "ready" }));
process.on("SIGUSR1", () => {}); // no debugger
process.on("SIGUSR2", () => server.sessions.forEach((session) => session.socket.destroy()));
