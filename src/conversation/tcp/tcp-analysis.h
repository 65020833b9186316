#ifndef CONVERSATION_TCP_ANALYSIS_H
#define CONVERSATION_TCP_ANALYSIS_H

/*
 * TCP analysis: what the capture up to a segment shows about it, as in Wireshark's "TCP Analysis"
 * (User's Guide, Advanced Topics). It works in one pass, in capture order, per connection.
 */

#include "base/error.h"
#include "conversation/packet-facts.h"
#include "conversation/tcp/tcp-table.h"

/*
 * Adds a frame with a TCP header. On entry *facts are those of the frame alone
 * (packet_facts_begin()), with copy_of. Sets facts->tcp, and facts->shown when earlier segments
 * show that the segment is something else: the body of an earlier HTTP message, TLS with messages
 * that end here, or plain TCP. What facts->shown borrows belongs to the table until the
 * connection's next segment. When facts->shown.stream is set, dissect the frame by it, then call
 * tcp_table_add_frames(). Returns false, with a message, only at the limit of connections.
 */
bool tcp_table_add(struct tcp_table *table, const struct frame *frame, struct packet_facts *facts,
	struct error *error);

/* Updates the facts after the payload was dissected by facts->shown.stream. */
void tcp_table_add_frames(const struct frame *frame, struct packet_facts *facts);

/*
 * Adds the segment that an ICMP error quotes, when frame_quoted_segment() has one. As in Wireshark
 * it finds or begins a connection, which takes a stream number, and may show how windows are
 * scaled. It does not count as a packet of the connection. False as above.
 */
bool tcp_table_add_quoted(struct tcp_table *table, const struct frame *frame, struct error *error);

/*
 * Whether the first SACK block reports duplicate bytes (RFC 2883 section 4): it is acknowledged
 * already, or inside the second block.
 */
bool tcp_sack_has_duplicate(const struct tcp_header *tcp);

#endif
