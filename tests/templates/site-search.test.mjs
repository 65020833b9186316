import assert from 'node:assert/strict';
import { test } from 'node:test';

import { hasWords, isFieldNamed, parseQuery } from '../../templates/site/query.js';
import { readTalk, searchTalks } from '../../templates/site/talks.js';

test('site: what is asked for', () => {
	const rows = [
		['rst', [{ isNot: false, filter: '', words: 'rst' }]],
		['  RST   -ack ', [{ isNot: false, filter: '', words: 'rst' }, { isNot: true, filter: '', words: 'ack' }]],
		['"GET /" ttl:64', [{ isNot: false, filter: '', words: 'get /' }, { isNot: false, filter: 'ttl', words: '64' }]],
		['talk:"두 번째" -proto:dns', [{ isNot: false, filter: 'talk', words: '두 번째' }, { isNot: true, filter: 'proto', words: 'dns' }]],
		['"not closed', [{ isNot: false, filter: '', words: 'not closed' }]],
		['ip:fe80::1', [{ isNot: false, filter: 'ip', words: 'fe80::1' }]],
		['fe80::1 10.0.0.1:80', [{ isNot: false, filter: '', words: 'fe80::1' }, { isNot: false, filter: '', words: '10.0.0.1:80' }]],
		['"" - ""', [{ isNot: false, filter: '', words: '-' }]],
		['\u1112\u1161\u11ab', [{ isNot: false, filter: '', words: '한' }]],
		['', []],
	];
	for (const [text, terms] of rows)
		assert.deepEqual(parseQuery(text), terms, text);
});

test('site: words begin where a word begins, but Hangul anywhere', () => {
	for (const [text, words, is] of [['[rst, ack]', 'rst', true], ['the first', 'rst', false], ['first rst', 'rst', true], ['8080 → 40001', '0', false],
		['빠른재전송', '재전송', true], ['len=0', '=0', true], ['', 'x', false]])
		assert.equal(hasWords(text, words), is, `${text} ${words}`);
	for (const [name, filter, is] of [['tcp.srcport', 'port', true], ['tcp.srcport', 'tcp', true], ['tcp.srcport', 'tcp.srcport', true], ['tcp.srcport', 'srcport', true],
		['tcp.srcport', 'tcp.src', false], ['ip.ttl', 'ttl', true], ['tcpx.a', 'tcp', false]])
		assert.equal(isFieldNamed(name, filter), is, `${name} ${filter}`);
});

const words = ['TCP', 'SYN', 'handshake', '[RST, ACK] first', 'reset', 'ip.ttl', 'Time to Live', '64', '128', 'Hop "<b>'];
const talks = [
	['a b.html', { title: 'A first talk', slides: [['x', 'Opening'], ['packet-data', 'Closing']], captures: ['ping', 'two & two'], words, layouts: [[5, 6], [5, 6, 5, 9]],
		packets: [[0, 0, 1, '0.0', 0, 1, 2, 0, 7], [1, 1, 7, '0.5', 0, 3, 4, 1, 8, 7]] }],
	['other.html', { title: 'Another', slides: [], captures: [], words: [], layouts: [], packets: [] }],
].map(readTalk);
const found = (query) => searchTalks(talks, parseQuery(query)).map(({ title, packets }) => [title, packets.map(({ frame, fields }) => [frame, ...fields])]);

test('site: packets by their line, kind, slide and talk, and by their fields', () => {
	const rows = [
		['rst', [['A first talk', [[7]]]]],
		['reset', [['A first talk', [[7]]]]],
		['syn -rst', [['A first talk', [[1]]]]],
		['-rst', [['A first talk', [[1]]]]],
		['closing', [['A first talk', [[7]]]]],
		['ttl:64', [['A first talk', [[1, 'Time to Live: 64'], [7, 'Hop "<b>: 64']]]]],
		['ttl:128', [['A first talk', [[7, 'Time to Live: 128']]]]],
		['ttl:6', [['A first talk', [[1, 'Time to Live: 64'], [7, 'Hop "<b>: 64']]]]],
		['syn ttl:128', []],
		['live', [['A first talk', [[1, 'Time to Live: 64'], [7, 'Time to Live: 128']]]]],
		['proto:tcp frame:7', [['A first talk', [[7]]]]],
		['capture:two', [['A first talk', [[7]]]]],
		['kind:handshake', [['A first talk', [[1]]]]],
		['another', [['Another', []]]],
		['talk:another', [['Another', []]]],
		['constructor:x', []],
		['nothing', []],
	];
	for (const [query, result] of rows)
		assert.deepEqual(found(query), result, query);
});

test('site: a result leads to the deck, the slide and the packet', () => {
	assert.equal(searchTalks(talks, parseQuery('rst'))[0].packets[0].href, 'a b.html?capture=two%20%26%20two&packet=7#/packet-data-slide');
});
