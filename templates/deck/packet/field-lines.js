// Shows a layer that has no bit picture, line by line. Answers come first. Fields that are zero or repeat another
// field come last and are folded. The same order stands in src/diagram/header/field-lines.c, for readers without
// scripts.
import { element } from '../base/elements.js';
import { bytesOf, fieldsOf, numberOf } from './packet-data.js';
import { say } from '../base/page.js';

const LISTED = ['HTTP', 'Data', 'Unknown', 'DNS', 'MDNS', 'LLMNR', 'TLS', 'DHCP', 'DHCPv6', 'SSDP', 'HTTP2'];

// Whether the fields of a protocol are listed even when they are short enough to be drawn.
export const isListed = (protocol) => LISTED.includes(protocol);

function rankOf(frame, field) {
	const root = field.parent < 0 ? field : frame.list[field.parent];
	if (root.parent >= 0)
		return rankOf(frame, root);
	if (root.name === 'dns.resp')
		return root.label === 'Answer' ? 0 : 3;
	if (/^dhcp\.(option|ip\.your$)/.test(root.name))
		return 0;
	return root.name === 'dns.qry' ? 1 : 2;
}

const isZero = (frame, field) => field.offset + field.size <= bytesOf(frame).length && bytesOf(frame).subarray(field.offset, field.offset + field.size).every((byte) => byte === 0);

// A flag that is zero, an empty count, an address that is not known yet, padding.
const isUnset = (frame, field) => (field.bitSize === 1 || /^(dns\.flags\.z|dns\.count\..*|dhcp\.flags\.reserved)$/.test(field.name)
	? numberOf(frame, field) === 0
	: field.name.startsWith('dhcp.') && isZero(frame, field));

// Whether the line above says it ("example.org: type A"), or it is the same in all messages.
const isSaidAbove = ({ name }) => /^(dns\.(resp\.(name|type|class|len)|txt\.length|qry\..*)|dhcp\.(option\.(type|length)|hw\.(type|len)|cookie))$/.test(name);

const isFolded = (frame, field) => isUnset(frame, field) || isSaidAbove(field);

export function orderedFields(frame, layerIndex) {
	const listed = fieldsOf(frame).filter((field) => field.layer === layerIndex && (field.parent < 0 || field.size > 0));
	const place = (field) => rankOf(frame, field) + (isFolded(frame, field) ? 4 : 0);
	return listed.sort((one, other) => place(one) - place(other) || one.index - other.index);
}

function drawLine(field) {
	const line = element('button', field.parent >= 0 ? 'line below' : 'line', element('span', 'name', field.label), element('span', 'value', field.value));
	line.type = 'button';
	line.setAttribute('data-field', field.index);
	return line;
}

export function drawLines(frame, layerIndex) {
	const fields = orderedFields(frame, layerIndex);
	const folded = fields.filter((field) => isFolded(frame, field));
	const list = element('div', 'field-lines', ...fields.slice(0, fields.length - folded.length).map(drawLine));
	if (folded.length)
		list.append(element('details', 'folded', element('summary', '', say(`필드 ${folded.length}개 더: 0이거나 위에 이미 나온 것`, `${folded.length} more fields: zero, or said above`)), ...folded.map(drawLine)));
	return list;
}
