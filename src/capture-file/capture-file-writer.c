/*
 * Saves packets: as pcap through libpcap when they have one link type, else as pcapng, which is
 * written here. An interface's block is written before its first packet, so that a selection of one
 * link type is a file that libpcap can read. The file has packets, their interfaces and comments,
 * but no names and no keys.
 */
#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/file/file.h"
#include "base/format/timestamp.h"
#include "base/message.h"
#include "capture-file/capture-file-parts.h"
#include "capture-file/link-types.h"

enum { SNAPSHOT = 262144, COMMENT_SIZE_MAX = UINT16_MAX - 3 };

enum block_type { BLOCK_SECTION = 0x0a0d0d0a, BLOCK_INTERFACE = 1, BLOCK_ENHANCED_PACKET = 6 };

enum option_type { OPTION_COMMENT = 1, OPTION_NAME = 2, OPTION_RESOLUTION = 9, NANOSECONDS = 9 };

struct capture_file_writer {
	const struct capture_file *capture;
	char *path;
	struct file_replacement file; /* unused for standard output */
	bool is_stdout, is_pcapng;
	FILE *stream; /* owned by the dumper once that is open */
	int link_type; /* of a pcap file: that of the first packet */
	pcap_t *handle; /* of a pcap file, as is `dumper` */
	pcap_dumper_t *dumper;
	/*
	 * of a pcapng file: for each interface of the source, its number in the new file
	 * plus 1; 0: not written
	 */
	uint32_t *written;
	size_t written_count;
	uint32_t interface_count; /* written so far */
	struct text block; /* the block being built */
};

static bool cannot_write(
	const struct capture_file_writer *writer, const char *reason, struct error *error)
{
	return error_set(error, "cannot write '%s': %s", writer->path, reason);
}

bool capture_file_may_replace(const char *path, struct error *error)
{
	/*
	 * The magic numbers of pcap in both byte orders, with microseconds and nanoseconds, and of
	 * pcapng (draft-ietf-opsawg-pcap, -pcapng).
	 */
	static const uint32_t magics[] = { 0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1,
		BLOCK_SECTION };
	uint32_t magic = 0;
	size_t size = 0;
	enum file_content content = strcmp(path, "-") == 0
		? FILE_IS_SPECIAL
		: file_look(path, &magic, sizeof(magic), &size, error);
	if (content != FILE_HAS_BYTES)
		return content != FILE_IS_UNREADABLE;
	for (size_t i = 0; size == sizeof(magic) && i < ARRAY_COUNT(magics); i++)
		if (magic == magics[i])
			return true;
	return error_set(error,
		"cannot write '%s': what is there is no capture and would be lost; remove it, or name another file",
		path);
}

struct capture_file_writer *capture_file_writer_new(const struct capture_file *capture,
	const char *wanted, const char *path, struct error *error)
{
	autofree(capture_file_writer) struct capture_file_writer *writer =
		xcalloc(1, sizeof(*writer));
	writer->capture = capture;
	writer->path = xstrdup(path);
	writer->is_stdout = strcmp(path, "-") == 0;
	writer->is_pcapng = !wanted && capture_file_mixes_link_types(capture);
	if (!capture_file_may_replace(path, error))
		return NULL;
	if (!writer->is_stdout && !file_begin(path, &writer->file, error))
		return NULL;
	int descriptor = fcntl(
		writer->is_stdout ? STDOUT_FILENO : writer->file.descriptor, F_DUPFD_CLOEXEC, 3);
	writer->stream = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
	if (!writer->stream) {
		cannot_write(writer, message_of_errno(errno), error);
		if (descriptor >= 0)
			(void)close(descriptor);
		return NULL;
	}
	return steal_pointer(&writer);
}

/* ---- pcap ---- */

/* Writes the header of a pcap file, once the link type of its packets is known. */
static bool begin_pcap(struct capture_file_writer *writer, int link_type, struct error *error)
{
	pcap_t *source = capture_file_handle(writer->capture);
	int snapshot = source ? pcap_snapshot(source) : SNAPSHOT;
	writer->link_type = link_type;
	writer->handle = pcap_open_dead_with_tstamp_precision(
		link_type, snapshot > SNAPSHOT ? snapshot : SNAPSHOT, PCAP_TSTAMP_PRECISION_NANO);
	if (!writer->handle)
		return cannot_write(writer, message_of("out of memory"), error);
	writer->dumper = pcap_dump_fopen(writer->handle, writer->stream);
	if (!writer->dumper)
		return cannot_write(writer, pcap_geterr(writer->handle), error);
	writer->stream = NULL;
	return true;
}

static bool add_to_pcap(
	struct capture_file_writer *writer, const struct packet *packet, struct error *error)
{
	if (!writer->dumper && !begin_pcap(writer, packet->link_type, error))
		return false;
	if (packet->link_type != writer->link_type)
		return error_set(error,
			"frame %llu has another link type than those before it, and a pcap file has one: save the packets of one interface with --interface",
			(unsigned long long)packet->number);
	int64_t seconds = packet->time_ns / NS_PER_S;
	int64_t fraction = packet->time_ns % NS_PER_S;
	if (fraction < 0) {
		fraction += NS_PER_S;
		seconds--;
	}
	const struct pcap_pkthdr header = {
		.ts = { .tv_sec = (time_t)seconds, .tv_usec = (suseconds_t)fraction },
		.caplen = packet->captured,
		.len = packet->length,
	};
	pcap_dump((u_char *)writer->dumper, &header, packet->data.data);
	if (ferror(pcap_dump_file(writer->dumper)))
		return cannot_write(writer, message_of_errno(errno), error);
	return true;
}

/* ---- pcapng, little-endian ---- */

static void put_number(struct text *out, uint64_t number, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		text_append_char(out, (char)(number >> 8 * i & 0xff));
}

static void put_padded(struct text *out, const void *data, size_t size)
{
	text_append_size(out, data, size);
	put_number(out, 0, (unsigned)((4 - size % 4) % 4));
}

static void put_option(struct text *out, uint16_t type, const void *value, size_t size)
{
	put_number(out, type, 2);
	put_number(out, size, 2);
	put_padded(out, value, size);
}

/* Begins a block: its type, and room for its length. */
static struct text *begin_block(struct capture_file_writer *writer, uint32_t type)
{
	text_clear(&writer->block);
	put_number(&writer->block, type, 4);
	put_number(&writer->block, 0, 4);
	return &writer->block;
}

static bool end_block(struct capture_file_writer *writer, struct error *error)
{
	struct text *block = &writer->block;
	uint32_t size = (uint32_t)block->size + 4;
	put_number(block, size, 4);
	memcpy(block->data + 4, block->data + block->size - 4, 4);
	if (fwrite(block->data, 1, block->size, writer->stream) != block->size)
		return cannot_write(writer, message_of_errno(errno), error);
	return true;
}

static bool write_section(struct capture_file_writer *writer, struct error *error)
{
	struct text *block = begin_block(writer, BLOCK_SECTION);
	put_number(block, 0x1a2b3c4d, 4);
	put_number(block, 1, 2);
	put_number(block, 0, 2);
	put_number(block, UINT64_MAX, 8); /* the section's length is not stated */
	return end_block(writer, error);
}

static bool write_interface(struct capture_file_writer *writer,
	const struct capture_file_interface *interface, struct error *error)
{
	const char resolution = NANOSECONDS;
	struct text *block = begin_block(writer, BLOCK_INTERFACE);
	put_number(block, link_type_to_file(interface->link_type), 2);
	put_number(block, 0, 2);
	put_number(block, SNAPSHOT, 4);
	if (*interface->name)
		put_option(block, OPTION_NAME, interface->name, strlen(interface->name));
	put_option(block, OPTION_RESOLUTION, &resolution, 1);
	put_number(block, 0, 4);
	return end_block(writer, error);
}

/*
 * Returns the interface's number in the new file, and writes the interface before its first packet.
 */
static bool number_interface(struct capture_file_writer *writer, const struct packet *packet,
	uint32_t *ret_number, struct error *error)
{
	size_t needed = capture_file_interface_count(writer->capture);
	if (writer->written_count < needed) {
		writer->written = xrealloc(writer->written, needed * sizeof(*writer->written));
		memset(writer->written + writer->written_count, 0,
			(needed - writer->written_count) * sizeof(*writer->written));
		writer->written_count = needed;
	}
	uint32_t *number = &writer->written[packet->interface];
	if (!*number) {
		struct capture_file_interface interface =
			capture_file_interface(writer->capture, packet->interface);
		bool is_first = writer->interface_count == 0;
		if ((is_first && !write_section(writer, error)) ||
			!write_interface(writer, &interface, error))
			return false;
		*number = ++writer->interface_count;
	}
	*ret_number = *number - 1;
	return true;
}

static bool add_to_pcapng(
	struct capture_file_writer *writer, const struct packet *packet, struct error *error)
{
	uint32_t number = 0;
	if (!number_interface(writer, packet, &number, error))
		return false;
	uint64_t time = packet->time_ns > 0 ? (uint64_t)packet->time_ns : 0;
	struct bytes comment = packet->comment;
	struct text *block = begin_block(writer, BLOCK_ENHANCED_PACKET);
	put_number(block, number, 4);
	put_number(block, time >> 32, 4);
	put_number(block, time & UINT32_MAX, 4);
	put_number(block, packet->captured, 4);
	put_number(block, packet->length, 4);
	put_padded(block, packet->data.data, packet->captured);
	if (comment.size) {
		put_option(block, OPTION_COMMENT, comment.data,
			comment.size < COMMENT_SIZE_MAX ? comment.size : COMMENT_SIZE_MAX);
		put_number(block, 0, 4);
	}
	return end_block(writer, error);
}

/* ---- both formats ---- */

bool capture_file_writer_add(
	struct capture_file_writer *writer, const struct packet *packet, struct error *error)
{
	return writer->is_pcapng ? add_to_pcapng(writer, packet, error)
				 : add_to_pcap(writer, packet, error);
}

/* Writes only a header when no packet was saved. */
static bool write_empty(struct capture_file_writer *writer, struct error *error)
{
	struct capture_file_interface first = capture_file_interface(writer->capture, 0);
	if (!writer->is_pcapng)
		return writer->dumper || begin_pcap(writer, first.link_type, error);
	return writer->interface_count ||
		(write_section(writer, error) && write_interface(writer, &first, error));
}

bool capture_file_writer_commit(struct capture_file_writer *writer, struct error *error)
{
	if (!write_empty(writer, error))
		return false;
	if (writer->dumper) {
		if (pcap_dump_flush(writer->dumper) != 0 || ferror(pcap_dump_file(writer->dumper)))
			return cannot_write(writer, message_of_errno(errno), error);
		pcap_dump_close(writer->dumper);
		writer->dumper = NULL;
	} else {
		FILE *stream = steal_pointer(&writer->stream);
		if (fclose(stream) != 0)
			return cannot_write(writer, message_of_errno(errno), error);
	}
	return writer->is_stdout || file_commit(&writer->file, error);
}

void capture_file_writer_free(struct capture_file_writer *writer)
{
	if (!writer)
		return;
	if (writer->dumper)
		pcap_dump_close(writer->dumper);
	if (writer->stream)
		(void)fclose(writer->stream);
	if (writer->handle)
		pcap_close(writer->handle);
	file_replacement_finish(&writer->file);
	text_finish(&writer->block);
	free(writer->written);
	free(writer->path);
	free(writer);
}
