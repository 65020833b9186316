#ifndef DECK_PACKET_DATA_H
#define DECK_PACKET_DATA_H

/* The shown packets for the deck's script, which draws the details from it. */

#include "deck/packets/captures.h"

/*
 * JSON that is safe inside a <script> element. Each packet stands there once, with its bytes, however
 * many blocks show it. What repeats from packet to packet is in tables, and stands as an index into them:
 * words, sentences in the talk's language, the shapes of fields (all of a field but its value), and
 * layouts (a packet's headers, or the shapes of all its fields). What is said of a field is in "meanings",
 * beside its name, unless the packet says otherwise: "special" are pairs of a field's index and a
 * sentence's. "purpose" is the sentence that says what a segment is for, "findings" those about what the
 * analysis found.
 *
 *   {"names":[...],"meanings":[...],"labels":[...],"values":[...],"sentences":[...],
 *    "shapes":[[name,label,offset,size,bitOffset,bitSize,layer,parent],...],
 *    "layouts":[[["TCP",offset,headerSize,size],...],[shape,shape,...],...],
 *    "scrubbed":true,"captures":{"pingpong":{"file":"pingpong.pcap","link":1,"start":"1700000000000000000",
 *      "frames":{"1":{
 *      "time":"0.000000000", "length", "captured" (when it is less), "sport", "dport", "protocol", "info",
 *      "rule", "stream", "flags", "seq", "ack", "seqRaw", "purpose":sentence, "findings":[sentence,...],
 *      "layers":layout, "fields":layout, "values":[value,...], "special":[field,sentence,...],
 *      "packed":"base64"}}}}}
 *
 * "packed" are the packet's first bytes as an LZ4 block; it is "bytes", as they are, where that is shorter.
 * Times count from the first packet of the capture; a block's own zero is its data-start. "start" is that
 * packet's time in nanoseconds since the epoch, "link" the LINKTYPE_ value.
 */
void packet_data_json(struct text *out, const struct captures *captures);

/* liblz4's: it decides on the bytes of a deck. */
const char *packet_data_lz4_version(void);

#endif
