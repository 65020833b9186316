#ifndef DECK_PACKET_DATA_H
#define DECK_PACKET_DATA_H

/* Writes the packets of a deck as data for its script, which draws their details. */

#include "deck/packets/captures.h"

/*
 * Appends JSON that is safe inside a <script> element. Each packet stands there once, with its
 * bytes, even when several blocks show it. What repeats from packet to packet is in tables, and the
 * packet has indexes into them: words, sentences in the talk's language, shapes of fields (all of a
 * field but its value), and layouts (a packet's headers, or the shapes of all its fields).
 *
 * "meanings" has a sentence for each name in "names". A packet whose field needs another sentence
 * has it in "special": pairs of a field's index and a sentence's index. "purpose" is the sentence
 * that says what a packet is for, "keys" has the fields of a message that matter most: pairs of a
 * field's index and the index of its label. "findings" are sentences about how the packet was
 * captured and what the analysis found.
 *
 *   {"names":[...],"meanings":[...],"labels":[...],"values":[...],"sentences":[...],
 *    "shapes":[[name,label,offset,size,bitOffset,bitSize,layer,parent],...],
 *    "layouts":[[["TCP",offset,headerSize,size],...],[shape,shape,...],...],
 *    "scrubbed":true,"captures":{"pingpong":{
 *      "file":"pingpong.pcap","packets":42,"streams":[12,30],
 *      "recipe":"[\"GET /ping\"]","keepAlive":true,"link":1,"start":"1700000000000000000","frames":{"1":{
 *      "time":"0.000000000", "length", "captured" (when it is less), "sport", "dport",
 *      "protocol", "info", "name":label (the words of the arrow, but of HTTP and TCP), "rule",
 *      "stream", "flags", "seq", "ack", "hasAll" (true when a FIN is acknowledged), "seqRaw",
 *      "purpose":sentence, "keys":[field,label,...], "findings":[sentence,...], "layers":layout, "fields":layout,
 *      "values":[value,...], "special":[field,sentence,...], "bytes":"base64"}}}}}
 *
 * "recipe" is what the talk has as `record:`, in one line; a redacted deck does not have it, since a
 * request may contain a secret. "packets" and "streams" are the numbers of packets in the file and
 * in each of its TCP streams, of which the deck may show fewer.
 *
 * "bytes" has the packet's first bytes. "time" is in seconds since the first packet of the capture; the
 * attribute data-start of a block says when its own clock starts. "start" is the time of the first
 * packet in nanoseconds since the epoch, "link" the LINKTYPE_ value.
 */
void packet_data_json(struct text *out, const struct captures *captures);

/* Whether the panel beside a sequence says something of the packet: its flags or a sentence. */
bool packet_has_panel_text(const struct shown_packet *packet);

#endif
