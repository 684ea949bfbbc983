// UUIDs made on the device. crypto.randomUUID() is there only behind TLS and on localhost; this works on a home network too.

function written(bytes) {
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function read(uuid) {
  return Uint8Array.from(uuid.replaceAll("-", "").match(/../g), (pair) => parseInt(pair, 16));
}

export function newUuid() {
  return crypto.randomUUID?.() ?? written(crypto.getRandomValues(new Uint8Array(16)));
}

export function isUuid(text) {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

// One UUID out of two, always the same one.
export function mixed(one, other) {
  const others = read(other);
  return written(read(one).map((byte, index) => byte ^ others[index]));
}
