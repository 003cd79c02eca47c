// Signs requests in the browser. Keys come as arguments and are kept nowhere.
"use strict";

docpact.sign = (function () {
  const bytes = (text) => new TextEncoder().encode(text);
  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // RFC 3986: only letters, digits and - _ . ~ stay as they are.
  function encode(text) {
    const sound = text.toWellFormed ? text.toWellFormed() : text;
    return encodeURIComponent(sound).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  }

  // By the bytes of the names, which for text beyond the basic plane is not the order of JavaScript.
  function byName([a], [b]) {
    const one = bytes(a);
    const other = bytes(b);
    for (let at = 0; at < Math.min(one.length, other.length); at += 1) if (one[at] !== other[at]) return one[at] - other[at];
    return one.length - other.length;
  }

  const canonical = (pairs) => [...pairs].sort(byName).map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");

  async function hmac(hash, key, text) {
    const imported = await crypto.subtle.importKey("raw", bytes(key), { name: "HMAC", hash }, false, ["sign"]);
    return crypto.subtle.sign("HMAC", imported, bytes(text));
  }

  const now = () => new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const nonce = () => (crypto.randomUUID ? crypto.randomUUID() : hex(crypto.getRandomValues(new Uint8Array(16))));

  // Names and texts of a value on the wire: Tag.1.Key.
  function flatten(name, value) {
    if (Array.isArray(value)) return value.flatMap((item, number) => flatten(`${name}.${number + 1}`, item));
    if (value !== null && typeof value === "object") return Object.entries(value).flatMap(([key, item]) => flatten(`${name}.${key}`, item));
    return [[name, value]];
  }

  function rpcStringToSign(method, pairs) {
    return `${method}&%2F&${encode(canonical(pairs))}`;
  }

  // HMAC-SHA1 over all parameters, SignatureVersion 1.0.
  async function rpc(call, fixed = {}) {
    const pairs = [["Action", call.action], ["Version", call.version], ["Format", call.format], ...call.query,
      ["AccessKeyId", call.keyId], ["SignatureMethod", "HMAC-SHA1"], ["SignatureVersion", "1.0"],
      ["SignatureNonce", fixed.nonce || nonce()], ["Timestamp", fixed.timestamp || now()]];
    if (call.token) pairs.push(["SecurityToken", call.token]);
    const stringToSign = rpcStringToSign(call.method, pairs);
    const digest = await hmac("SHA-1", `${call.secret}&`, stringToSign);
    const signature = btoa(String.fromCharCode(...new Uint8Array(digest)));
    const text = [...pairs, ["Signature", signature]].map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
    const base = call.endpoint.replace(/\/+$/, "") + call.path;
    const inBody = call.method === "POST";
    return {
      method: call.method,
      url: inBody ? base : `${base}?${text}`,
      headers: inBody ? { "content-type": "application/x-www-form-urlencoded" } : {},
      body: inBody ? text : "",
      stringToSign,
      signature,
    };
  }

  // ACS3-HMAC-SHA256, in the Authorization header.
  async function v3(call, fixed = {}) {
    const base = call.endpoint.replace(/\/+$/, "");
    const body = call.body || "";
    const hash = hex(await crypto.subtle.digest("SHA-256", bytes(body)));
    const headers = {
      host: new URL(base, location.href).host,
      "x-acs-action": call.action,
      "x-acs-version": call.version,
      "x-acs-date": fixed.timestamp || now(),
      "x-acs-signature-nonce": fixed.nonce || nonce(),
      "x-acs-content-sha256": hash,
    };
    if (call.token) headers["x-acs-security-token"] = call.token;
    if (body) headers["content-type"] = "application/json";
    const names = Object.keys(headers).sort();
    const lines = names.map((name) => `${name}:${headers[name].trim()}\n`).join("");
    const query = canonical(call.query);
    const canonicalRequest = [call.method, call.path, query, lines, names.join(";"), hash].join("\n");
    const digest = hex(await crypto.subtle.digest("SHA-256", bytes(canonicalRequest)));
    const stringToSign = `ACS3-HMAC-SHA256\n${digest}`;
    const signature = hex(await hmac("SHA-256", call.secret, stringToSign));
    const { host: _, ...sent } = headers;
    sent.accept = call.format === "XML" ? "application/xml" : "application/json";
    sent.authorization = `ACS3-HMAC-SHA256 Credential=${call.keyId},SignedHeaders=${names.join(";")},Signature=${signature}`;
    return { method: call.method, url: base + call.path + (query ? `?${query}` : ""), headers: { ...sent, ...call.headers }, body, stringToSign: `${canonicalRequest}\n\n${stringToSign}`, signature };
  }

  return { rpc, v3, flatten, encode, rpcStringToSign };
})();
