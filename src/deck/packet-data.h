#ifndef DECK_PACKET_DATA_H
#define DECK_PACKET_DATA_H

/* The shown packets for the deck's script, which draws the details from it. */

#include "deck/captures.h"

/*
 * JSON that is safe inside a <script> element. Each packet stands there once, with its bytes, however
 * many blocks show it; names and labels of fields are in tables of their own.
 *
 *   {"names":[...],"labels":[...],"captures":{"pingpong":{"file":"pingpong.pcap","frames":{"1":{
 *     "time":"0.000000000", "length", "captured", "src", "dst", "sport", "dport", "protocol", "info",
 *     "rule", "ruleName", "stream", "flags", "seq", "ack", "seqRaw", "analysis":[...],
 *     "layers":[["TCP",offset,headerSize,size],...],
 *     "fields":[[name,label,"value",offset,size,bitOffset,bitSize,layer,parent],...],
 *     "bytes":"base64"}}}}}
 *
 * Times count from the start of the packet's connection, else of the capture.
 */
void packet_data_json(struct text *out, const struct captures *captures);

#endif
