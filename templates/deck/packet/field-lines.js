// Shows a layer that has no bit picture, line by line. Answers come first. Fields that are zero or repeat another
// field come last and are folded. The same order stands in src/diagram/header/field-lines.c, for readers without
// scripts.
import { element } from '../base/elements.js';
import { bytesOf, fieldsOf, numberOf } from './packet-data.js';
import { say } from '../base/page.js';

const LISTED = ['HTTP', 'Data', 'Unknown', 'DNS', 'MDNS', 'LLMNR', 'TLS', 'DHCP', 'DHCPv6', 'SSDP', 'HTTP2', 'QUIC'];

// Whether the fields of a protocol are listed even when they are short enough to be drawn.
export const isListed = (protocol) => LISTED.includes(protocol);

// The rank of a field that is not that of the record or frame around it: what a TLS hello is about stands behind all
// the suites that it offers.
function ownRank(frame, { name, parent }) {
	if (name === 'tls.handshake.ciphersuite')
		return frame.list[parent]?.name === 'tls.handshake.ciphersuites' ? 3 : 0;
	if (/^(tls\.handshake\.extensions(_server_name|_alpn_str|\.supported_version)|http2\.header)$/.test(name))
		return 0;
	return name === 'http2.header.repr' ? 3 : undefined;
}

function rankOf(frame, field) {
	const own = ownRank(frame, field);
	if (own !== undefined)
		return own;
	const root = field.parent < 0 ? field : frame.list[field.parent];
	if (root !== field)
		return rankOf(frame, root);
	if (root.name === 'dns.resp')
		return root.label === 'Answer' ? 0 : 3;
	if (/^(dhcp|dhcpv6)\.option|^dhcp\.ip\.your$/.test(root.name))
		return 0;
	return root.name === 'dns.qry' ? 1 : 2;
}

const isZero = (frame, field) => field.offset + field.size <= bytesOf(frame).length && bytesOf(frame).subarray(field.offset, field.offset + field.size).every((byte) => byte === 0);

// A flag that is zero, no compression, an empty count, an address that is not known yet, padding.
const isUnset = (frame, field) => ((field.bitSize === 1 && field.name !== 'quic.header_form') || /^(dns\.flags\.z|dns\.count\..*|dhcp\.flags\.reserved)$/.test(field.name)
	? numberOf(frame, field) === 0
	: /^(dhcp\..*|http2\.flags|quic\.token_length|tls\.handshake\.(comp_method|extensions_server_name_type))$/.test(field.name) && isZero(frame, field));

// Fields whose value is in the line above ("example.org: type A"), or is the same in all messages.
const SAID_ABOVE = [/^dns\.(resp\.(name|type|class|len)|txt\.length|qry\..*)$/, /^(dhcp|dhcpv6)\.option\.(type|length)$/, /^dhcp\.(hw\.(type|len)|cookie)$/,
	/^tls\.(.*length|.*_len|record\.content_type|handshake\.type|handshake\.extension\.(type|len))$/, /^http2\.(length|type|streamid|settings\.(id|value))$/,
	/^quic\.(fixed_bit|dcil|scil)$/];
const isSaidAbove = ({ name }) => SAID_ABOVE.some((names) => names.test(name));

// Options and records whose value stands in their own line; the same rule is in src/explain/option-value.c.
const WITH_PARTS = ['dhcp.option', 'dhcpv6.option', 'dns.opt', 'dns.resp', 'icmpv6.opt', 'pppoed.tag', 'tls.handshake.extension'];
const isHead = (option, { name }) => name === 'dns.txt.length' || /^tls\..*(_len|_length|_name_type)$/.test(name) || (name.startsWith(option.name) && /^[._](type|length)$|^\.(len|code|name|class|ttl|reserved)$/.test(name.slice(option.name.length)));
const isPart = (option, field) => field.size > 0 && !isHead(option, field);

function saysParts(option) {
	if (!WITH_PARTS.includes(option.name) || option.value.endsWith(say(', 일부만 있음', ', not all here')) || option.children.some((child) => child.children.length))
		return false;
	const parts = option.children.filter((child) => isPart(option, child));
	return parts.every(({ name }) => name === parts[0].name) ? parts.length > 0 && parts.length <= 64 : option.name === 'dns.resp' && parts.length <= 3;
}

function isSaidPart(frame, field) {
	const option = frame.list[field.parent];
	return Boolean(option) && isPart(option, field) && saysParts(option) && ownRank(frame, field) === undefined;
}

// Records after the first one often have its time to live.
function isSameTtl(frame, field) {
	const before = field.name === 'dns.resp.ttl' && frame.list.slice(0, field.index).findLast((other) => other.name === field.name && other.layer === field.layer);
	return Boolean(before) && numberOf(frame, before) === numberOf(frame, field);
}

const isFolded = (frame, field) => isUnset(frame, field) || isSaidAbove(field) || isSaidPart(frame, field) || isSameTtl(frame, field);

export function orderedFields(frame, layerIndex) {
	const listed = fieldsOf(frame).filter((field) => field.layer === layerIndex && (field.parent < 0 || field.size > 0));
	const place = (field) => rankOf(frame, field) + (isFolded(frame, field) ? 4 : 0);
	return listed.sort((one, other) => place(one) - place(other) || one.index - other.index);
}

function drawLine(frame, field) {
	const isBelow = field.parent >= 0 && ownRank(frame, field) === undefined;
	const line = element('button', isBelow ? 'line below' : 'line', element('span', 'name', field.label), element('span', 'value', field.value));
	line.type = 'button';
	line.setAttribute('data-field', field.index);
	return line;
}

export function drawLines(frame, layerIndex) {
	const fields = orderedFields(frame, layerIndex);
	const folded = fields.filter((field) => isFolded(frame, field));
	const list = element('div', 'field-lines', ...fields.slice(0, fields.length - folded.length).map((field) => drawLine(frame, field)));
	if (folded.length)
		list.append(element('details', 'folded', element('summary', '', say(`필드 ${folded.length}개 더: 0이거나 위에 이미 나온 것`, `${folded.length} more fields: zero, or said above`)), ...folded.map((field) => drawLine(frame, field))));
	return list;
}

const isInView = (picture) => picture.scrollHeight <= picture.clientHeight + 2;

// Shows only the rows that are at most this far from one that the author points at, with a mark where others are left out.
function showLinesNear(lines, distance) {
	const asked = lines.flatMap((line, index) => (line.matches('.asked') ? [index] : []));
	lines.forEach((line, index) => { line.hidden = line.matches('.line') && !asked.some((at) => Math.abs(at - index) <= distance); });
	lines.forEach((line, index) => {
		line.classList.toggle('goes-on', !line.hidden && Boolean(lines[index + 1]?.hidden));
		line.classList.toggle('first-shown', !line.hidden && index > 0 && lines.slice(0, index).every((one) => one.hidden));
	});
}

// On paper nothing scrolls: of a list that is too long, the fields that the author points at stay, with those around
// them for which there is room.
export function fitLinesOnPaper(section) {
	for (const picture of section.querySelectorAll('.with-fields .picture:has(> .field-lines .asked)')) {
		for (const line of picture.querySelectorAll('.folded .asked'))
			line.closest('details').open = true;
		const lines = [...picture.querySelectorAll('.line, summary')].filter((line) => line.matches('summary') || !line.closest('details:not([open])'));
		let distance = lines.length;
		do
			showLinesNear(lines, --distance);
		while (distance > 0 && !isInView(picture));
		picture.scrollTop = 0;
		picture.style.maxHeight = isInView(picture) ? '' : 'none'; // then they need more than a page
	}
}
