// A deck's data with four packets, for tests: 1 is a SYN with all of its fields, 2 has data, 10 is no TCP, 11 comes back.
import { havePackets } from './page.mjs';

// There is no IPv4 header: the TCP header begins at 0.
const header = [0x1f, 0x90, 0x9c, 0x41, 0, 0, 0, 100, 0, 0, 0, 0, 0x60, 0x02, 0xfa, 0xf0, 0, 0, 0, 0, 1, 1, 3, 3];
const base64 = (bytes) => Buffer.from(bytes).toString('base64');

export const data = {
	names: ['tcp.srcport', 'tcp.dstport', 'tcp.seq_raw', 'tcp.ack_raw', 'tcp.hdr_len', 'tcp.flags', 'tcp.flags.syn', 'tcp.window_size_value', 'tcp.options', 'tcp.options.nop', 'tcp.options.wscale'],
	meanings: ['Port {v}', '', 'Counts from {n}', '', '', 'Flags', 'Begins', '', '', '', ''],
	labels: ['Source Port', 'Destination Port', 'Sequence number (raw)', 'Acknowledgment number (raw)', 'Header length', 'Flags', 'SYN', 'Window', 'Options', 'No-Operation', 'Window scale', 'Who has 10.0.0.2?'],
	values: ['8080', '40001', '100', '0', '24 bytes (6)', '0x002', '1', '64240', '', '', '3'],
	sentences: ['It asks for a connection.', 'It is a copy.', 'Of this packet alone.'],
	// name, label, offset, size, first bit, bits, layer, parent
	shapes: [[0, 0, 0, 2, 0, 0, 0, -1], [1, 1, 2, 2, 0, 0, 0, -1], [2, 2, 4, 4, 0, 0, 0, -1], [3, 3, 8, 4, 0, 0, 0, -1], [4, 4, 12, 1, 0, 4, 0, -1],
		[5, 5, 12, 2, 4, 12, 0, -1], [6, 6, 13, 1, 6, 1, 0, 5], [7, 7, 14, 2, 0, 0, 0, -1], [8, 8, 20, 4, 0, 0, 0, -1], [9, 9, 20, 1, 0, 0, 0, 8], [10, 10, 22, 2, 0, 0, 0, 8]],
	layouts: [[['TCP', 0, 24, 24]], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [['TCP', 0, 24, 124]], [], [['ARP', 0, 28, 28]], [['TCP', 0, 8, 8]]],
	captures: {
		one: {
			file: 'one.pcap', start: '1700000000000000005', link: 101,
			frames: {
				1: { time: '0.000000010', length: 24, sport: 8080, dport: 40001, protocol: 'TCP', info: 'SYN', rule: 'tcp', stream: 0, flags: 0x02, seq: 0, ack: 0, seqRaw: 100, purpose: 0, layers: 0, fields: 1, values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], special: [6, 2], bytes: base64(header) },
				2: { time: '1.500000000', length: 124, captured: 100, sport: 8080, dport: 40001, protocol: 'HTTP', info: 'GET /ping HTTP/1.1 ', rule: 'http', stream: 0, flags: 0x18, seq: 1, ack: 1, seqRaw: 101, purpose: 0, layers: 2, fields: 3, values: [], special: [], bytes: base64([...Buffer.from('AAAAAAAAABCDE')]) },
				11: { time: '2.100000000', length: 24, sport: 40001, dport: 8080, protocol: 'TCP', info: 'ACK', rule: 'tcp', stream: 0, flags: 0x10, seq: 1, ack: 1, seqRaw: 7, layers: 0, fields: 3, values: [], special: [], bytes: base64([0]) },
				10: { time: '2.000000000', length: 28, protocol: 'ARP', info: 'Who has 10.0.0.2? Tell 10.0.0.1', name: 11, rule: 'arp', layers: 4, fields: 3, values: [], special: [], bytes: base64([0, 1, 2]) },
			},
		},
		mixed: {
			file: 'two.kinds.pcapng', start: '0', link: 1,
			frames: { 1: { time: '0.000000001', length: 3, bytes: base64([1, 2, 3]) }, 2: { time: '5.000000000', length: 4, link: 101, bytes: base64([1, 2, 3, 4]) } },
		},
	},
};
// What was in the first and the second <template> of the page.
export const templates = ['<svg id="P1"></svg>', `<svg>${'그림 '.repeat(300)}</svg>`];
havePackets(data, ...templates);
