/*
 * Capture files: pcap through libpcap's offline reader, or trace/record-window as far as a plain one is good;
 * pcapng through trace/pcapng, since libpcap reads only what has one kind of interface. Always with nanosecond
 * times. libpcap's own words for what is wrong with a file assume its reader knows the format, so the usual
 * cases are told apart here: missing, empty, compressed, something else, cut.
 *
 * Left out: captures that only Wireshark's own library reads (snoop, ERF, compressed ones).
 */
#include "trace/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/file/file.h"
#include "base/timestamp.h"
#include "trace/pcapng.h"
#include "trace/record-window.h"
#include "trace/trace-parts.h"

/* Measured: twice as fast as stdio's default, and no slower than larger ones, which leave the cache. */
enum { READ_BUFFER_SIZE = 128 * 1024, MAGIC_SIZE = 8, PCAPNG_FIRST_BYTE = 0x0a };

struct trace {
	pcap_t *handle; /* of a pcap file, else NULL */
	struct record_window *window; /* NULL where libpcap reads the records itself */
	struct pcapng *pcapng; /* NULL for a pcap file */
	FILE *stream; /* of a pcapng file; of others the handle closes it */
	char *path;
	char *read_buffer;
	uint64_t size; /* of a regular file, else 0 */
	uint64_t count; /* packets handed out */
	int link_type;
	uint32_t fraction_ns; /* of a plain pcap file: what its times count */
};

/* ---------------------------------------------------------------- opening */

/* pcap in either byte order, with microseconds or nanoseconds, and pcapng. */
static bool begins_as_capture(const uint8_t *magic, size_t size)
{
	static const uint8_t captures[][4] = {
		{ 0xa1, 0xb2, 0xc3, 0xd4 },
		{ 0xd4, 0xc3, 0xb2, 0xa1 },
		{ 0xa1, 0xb2, 0x3c, 0x4d },
		{ 0x4d, 0x3c, 0xb2, 0xa1 },
		{ 0x0a, 0x0d, 0x0d, 0x0a },
	};
	for (size_t i = 0; i < ARRAY_COUNT(captures); i++) {
		if (size >= 4 && memcmp(magic, captures[i], 4) == 0)
			return true;
	}
	return false;
}

static bool is_named_as_capture(const char *path)
{
	static const char *const ends[] = { ".pcap", ".pcapng", ".cap", ".pcap.gz", ".pcapng.gz" };
	size_t size = strlen(path);
	for (size_t i = 0; i < ARRAY_COUNT(ends); i++) {
		size_t end = strlen(ends[i]);
		if (size > end && strcasecmp(path + size - end, ends[i]) == 0)
			return true;
	}
	return false;
}

bool trace_is_capture(const char *path)
{
	struct stat status;
	uint8_t magic[4];
	if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
		return false;
	if (is_named_as_capture(path))
		return true;
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0)
		return false;
	ssize_t size = pread(descriptor, magic, sizeof(magic), 0);
	(void)close(descriptor);
	return size == (ssize_t)sizeof(magic) && begins_as_capture(magic, sizeof(magic));
}

/* Says what a file that libpcap refused is, from its first bytes (of `size`, at most MAGIC_SIZE). */
static bool refuse(const char *path, const uint8_t *magic, size_t size, const char *reason,
	struct error *error)
{
	static const struct {
		const char *bytes;
		size_t size;
		const char *what;
	} known[] = {
		{ "\x1f\x8b", 2, "is compressed with gzip: decompress it first with 'gunzip'" },
		{ "\x28\xb5\x2f\xfd", 4,
			"is compressed with zstd: decompress it first with 'unzstd'" },
		{ "\x04\x22\x4d\x18", 4,
			"is compressed with lz4: decompress it first with 'unlz4'" },
		{ "\xfd"
		  "7zXZ",
			5, "is compressed with xz: decompress it first with 'unxz'" },
		{ "BZh", 3, "is compressed with bzip2: decompress it first with 'bunzip2'" },
		{ "PK\x03\x04", 4, "is a zip archive: unpack the capture that is in it first" },
		{ "snoop\0\0\0", 8,
			"is a snoop capture, which libpcap does not read: convert it with "
			"'editcap -F pcap IN OUT'" },
	};
	if (size == 0)
		return error_set(
			error, "'%s' is empty: a capture has at least a file header", path);
	for (size_t i = 0; i < ARRAY_COUNT(known); i++) {
		if (size >= known[i].size && memcmp(magic, known[i].bytes, known[i].size) == 0)
			return error_set(error, "'%s' %s", path, known[i].what);
	}
	if (begins_as_capture(magic, size)) {
		if (strstr(reason, "truncated"))
			return error_set(error, "'%s' is cut inside its file header", path);
		return error_set(error,
			"'%s' has a damaged file header (%s): record it again, or repair it with "
			"'editcap -F pcap IN OUT'",
			path, reason);
	}
	return error_set(error,
		"'%s' is not a capture: libpcap reads pcap and pcapng files, and 'editcap -F pcap "
		"IN "
		"OUT' makes one of other formats",
		path);
}

/*
 * A stream on `path` and its first bytes. Standard input is duplicated, so that closing the stream
 * leaves it alone.
 */
static FILE *open_stream(const char *path, uint8_t magic[MAGIC_SIZE], size_t *ret_size,
	uint64_t *ret_file_size, struct error *error)
{
	int descriptor = strcmp(path, "-") == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
						: open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0) {
		error_set(error, "cannot open '%s': %s", path, strerror(errno));
		return NULL;
	}
	struct stat status;
	if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
		error_set(error, "'%s' is a folder, not a capture", path);
		(void)close(descriptor);
		return NULL;
	}
	*ret_size = 0;
	*ret_file_size = S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
	if (S_ISREG(status.st_mode)) {
		/* A pipe cannot be looked at twice; there libpcap's own words must do. */
		off_t start = lseek(descriptor, 0, SEEK_CUR); /* standard input may be further */
		ssize_t got = pread(descriptor, magic, MAGIC_SIZE, start);
		*ret_size = got > 0 ? (size_t)got : 0;
	}
	FILE *stream = fdopen(descriptor, "rb");
	if (!stream) {
		error_set(error, "cannot open '%s': %s", path, strerror(errno));
		(void)close(descriptor);
	}
	return stream;
}

/*
 * A plain pcap file in this machine's byte order, of a link type whose records libpcap hands on as
 * they stand in the file (USB and Bluetooth it corrects), is read without libpcap's copies.
 */
static void read_in_place(struct trace *trace, const uint8_t magic[MAGIC_SIZE])
{
	static const int link_types[] = { DLT_EN10MB, DLT_NULL, DLT_LOOP, DLT_RAW, DLT_IPV4,
		DLT_IPV6, DLT_LINUX_SLL, DLT_LINUX_SLL2 };
	uint32_t number;
	uint16_t version[2];
	memcpy(&number, magic, sizeof(number));
	memcpy(version, magic + sizeof(number), sizeof(version));
	bool is_plain = (number == 0xa1b2c3d4 || number == 0xa1b23c4d) && version[0] == 2 &&
		version[1] == 4;
	off_t offset = ftello(pcap_file(trace->handle));
	int snapshot = pcap_snapshot(trace->handle);
	if (trace->size == 0 || !is_plain || offset < 0 || snapshot <= 0)
		return;
	for (size_t i = 0; i < ARRAY_COUNT(link_types); i++) {
		if (link_types[i] != trace->link_type)
			continue;
		trace->fraction_ns = number == 0xa1b2c3d4 ? 1000 : 1;
		trace->window = record_window_new(
			fileno(pcap_file(trace->handle)), (uint64_t)offset, (uint32_t)snapshot);
	}
}

/* The first byte, which is left to be read: a pipe cannot be looked at twice, but for one byte. */
static bool begins_as_pcapng(FILE *stream)
{
	int first = getc(stream);
	if (first != EOF)
		(void)ungetc(first, stream);
	return first == PCAPNG_FIRST_BYTE;
}

static bool open_pcapng(struct trace *trace, FILE *stream, const uint8_t *magic, size_t magic_size,
	bool is_seekable, struct error *error)
{
	enum pcapng_result result;
	const char *reason;
	/* Of a pipe, the first packet may be a long way off. */
	trace->pcapng = pcapng_new(stream, is_seekable, &result, &reason);
	if (!trace->pcapng)
		return is_seekable ? refuse(trace->path, magic, magic_size, reason, error)
				   : error_set(error, "cannot read '%s' as a capture: %s",
					     trace->path, reason);
	trace->stream = stream;
	trace->link_type = pcapng_interface(trace->pcapng, 0)->link_type;
	return true;
}

static bool open_pcap(struct trace *trace, FILE *stream, const uint8_t magic[MAGIC_SIZE],
	size_t magic_size, bool is_seekable, struct error *error)
{
	char reason[PCAP_ERRBUF_SIZE] = "";
	trace->handle = pcap_fopen_offline_with_tstamp_precision(
		stream, PCAP_TSTAMP_PRECISION_NANO, reason);
	if (trace->handle) {
		trace->link_type = pcap_datalink(trace->handle);
		read_in_place(trace, magic);
		return true;
	}
	if (is_seekable || strstr(reason, "unknown file format"))
		return refuse(trace->path, magic, is_seekable ? magic_size : 1, reason, error);
	if (strstr(reason, "only got 0"))
		return refuse(trace->path, magic, 0, reason, error);
	return error_set(error, "cannot read '%s' as a capture: %s", trace->path, reason);
}

struct trace *trace_open(const char *path, struct error *error)
{
	uint8_t magic[MAGIC_SIZE] = { 0 };
	size_t magic_size;
	uint64_t file_size;
	FILE *stream = open_stream(path, magic, &magic_size, &file_size, error);
	if (!stream)
		return NULL;
	bool is_seekable = lseek(fileno(stream), 0, SEEK_CUR) >= 0;
	autofree(trace) struct trace *trace = xcalloc(1, sizeof(*trace));
	trace->path = xstrdup(path);
	trace->size = file_size;
	trace->read_buffer = xmalloc(READ_BUFFER_SIZE);
	(void)setvbuf(stream, trace->read_buffer, _IOFBF, READ_BUFFER_SIZE);
	bool is_open = begins_as_pcapng(stream)
		? open_pcapng(trace, stream, magic, magic_size, is_seekable, error)
		: open_pcap(trace, stream, magic, magic_size, is_seekable, error);
	if (!is_open) {
		(void)fclose(stream);
		return NULL;
	}
	return steal_pointer(&trace);
}

void trace_free(struct trace *trace)
{
	if (!trace)
		return;
	record_window_free(trace->window);
	pcapng_free(trace->pcapng);
	if (trace->stream)
		(void)fclose(trace->stream);
	if (trace->handle)
		pcap_close(trace->handle); /* closes its stream too */
	free(trace->read_buffer);
	free(trace->path);
	free(trace);
}

const char *trace_path(const struct trace *trace)
{
	return trace->path;
}

uint64_t trace_size(const struct trace *trace)
{
	return trace->size;
}

bool trace_dropped(const struct trace *trace, uint64_t *ret_count)
{
	bool is_known = false;
	*ret_count = 0;
	for (uint32_t i = 0; trace->pcapng && i < pcapng_interface_count(trace->pcapng); i++) {
		const struct pcapng_interface *interface = pcapng_interface(trace->pcapng, i);
		is_known |= interface->knows_drops;
		*ret_count += interface->dropped;
	}
	return is_known;
}

uint64_t trace_position(const struct trace *trace)
{
	if (trace->window)
		return record_window_position(trace->window);
	if (trace->pcapng)
		return pcapng_position(trace->pcapng);
	off_t position = ftello(pcap_file(trace->handle));
	return position > 0 ? (uint64_t)position : 0;
}

/* ---------------------------------------------------------------- interfaces */

uint32_t trace_interface_count(const struct trace *trace)
{
	return trace->pcapng ? pcapng_interface_count(trace->pcapng) : 1;
}

struct trace_interface trace_interface(const struct trace *trace, uint32_t index)
{
	if (!trace->pcapng)
		return (struct trace_interface){ .name = "", .link_type = trace->link_type };
	const struct pcapng_interface *interface = pcapng_interface(trace->pcapng, index);
	return (struct trace_interface){ interface->name, interface->link_type };
}

bool trace_interface_is(const struct trace *trace, uint32_t index, const char *wanted)
{
	size_t digits = strspn(wanted, "0123456789");
	if (digits && !wanted[digits] && digits < 10 && strtoul(wanted, NULL, 10) == index)
		return true;
	return *wanted && strcmp(trace_interface(trace, index).name, wanted) == 0;
}

bool trace_has_interface(const struct trace *trace, const char *wanted, struct error *error)
{
	enum { NAMED_MAX = 20 };
	autofinish(text) struct text names = { 0 };
	uint32_t count = trace_interface_count(trace);
	for (uint32_t i = 0; i < count; i++) {
		if (trace_interface_is(trace, i, wanted))
			return true;
		const char *name = trace_interface(trace, i).name;
		if (i >= NAMED_MAX)
			continue;
		text_append_format(&names, *name ? "%s%u (%s)" : "%s%u", i ? ", " : "", i, name);
	}
	return error_set(error, "'%s' has no interface '%s': it has %s%s", trace->path, wanted,
		text_string(&names), count > NAMED_MAX ? ", …" : "");
}

bool trace_mixes_link_types(const struct trace *trace)
{
	for (uint32_t i = 1; i < trace_interface_count(trace); i++)
		if (trace_interface(trace, i).link_type != trace->link_type)
			return true;
	return false;
}

size_t trace_name_count(const struct trace *trace)
{
	return trace->pcapng ? pcapng_name_count(trace->pcapng) : 0;
}

struct trace_name trace_name(const struct trace *trace, size_t index)
{
	const struct pcapng_name *name = pcapng_name(trace->pcapng, index);
	return (struct trace_name){
		.octets = name->octets, .size = name->size, .name = name->name
	};
}

pcap_t *trace_handle(const struct trace *trace)
{
	return trace->handle;
}

/* ---------------------------------------------------------------- reading */

static enum trace_result fail(
	const struct trace *trace, const char *reason, bool is_cut, struct error *error)
{
	struct text place = { 0 };
	if (trace->count == 0)
		text_append(&place, "before its first frame");
	else
		text_append_format(&place, "after frame %llu", (unsigned long long)trace->count);
	if (is_cut)
		error_set(error, "'%s' is cut %s: what comes before is whole", trace->path,
			text_string(&place));
	else
		error_set(
			error, "'%s' is damaged %s: %s", trace->path, text_string(&place), reason);
	text_finish(&place);
	return TRACE_ERROR;
}

/*
 * A pcapng of absurd resolution has any number here. From 1824 to 2116 no two times are further apart than
 * nanoseconds can be counted, so that everybody may subtract them.
 */
static int64_t in_nanoseconds(int64_t seconds, int64_t nanoseconds)
{
	const int64_t limit = INT64_MAX / 2 / NS_PER_S - 3;
	if (seconds > limit)
		seconds = limit;
	if (seconds < -limit)
		seconds = -limit;
	return seconds * NS_PER_S + nanoseconds;
}

static enum trace_result next_of_pcapng(
	struct trace *trace, struct packet *ret_packet, struct error *error)
{
	struct pcapng_packet read;
	switch (pcapng_next(trace->pcapng, &read)) {
	case PCAPNG_PACKET:
		break;
	case PCAPNG_END:
		return TRACE_END;
	case PCAPNG_CUT:
		return fail(trace, "", true, error);
	case PCAPNG_DAMAGED:
		return fail(trace, pcapng_reason(trace->pcapng), false, error);
	}
	trace->count++;
	*ret_packet = (struct packet){
		.number = trace->count,
		.time_ns = in_nanoseconds(read.seconds, read.nanoseconds),
		.length = read.length,
		.captured = read.captured,
		.link_type = pcapng_interface(trace->pcapng, read.interface)->link_type,
		.interface = read.interface,
		.data = { read.data, read.captured },
		.comment = read.comment,
	};
	return TRACE_PACKET;
}

/* What follows the records read in place is the end of the file, or damage: libpcap says which. */
static bool hand_over(struct trace *trace, struct error *error)
{
	off_t position = (off_t)record_window_position(trace->window);
	record_window_free(trace->window);
	trace->window = NULL;
	if (fseeko(pcap_file(trace->handle), position, SEEK_SET) != 0)
		return error_set(error, "cannot read '%s': %s", trace->path, strerror(errno));
	return true;
}

enum trace_result trace_next(struct trace *trace, struct packet *ret_packet, struct error *error)
{
	if (trace->window) {
		struct record record;
		if (record_window_next(trace->window, &record)) {
			trace->count++;
			*ret_packet = (struct packet){
				.number = trace->count,
				.time_ns = (int64_t)record.seconds * NS_PER_S +
					(int64_t)(int32_t)record.fraction * trace->fraction_ns,
				.length = record.length,
				.captured = record.captured,
				.link_type = trace->link_type,
				.data = { record.data, record.captured },
			};
			return TRACE_PACKET;
		}
		if (!hand_over(trace, error))
			return TRACE_ERROR;
	}
	if (trace->pcapng)
		return next_of_pcapng(trace, ret_packet, error);
	struct pcap_pkthdr *header;
	const u_char *data;
	int result = pcap_next_ex(trace->handle, &header, &data);
	if (result == PCAP_ERROR_BREAK)
		return TRACE_END;
	if (result != 1) {
		const char *reason = pcap_geterr(trace->handle);
		bool is_cut = strstr(reason, "truncated") || strstr(reason, "only got");
		return fail(trace, reason, is_cut, error);
	}
	/* A pcap file has 32 unsigned bits of seconds, which libpcap reads as signed ones. */
	int64_t seconds = header->ts.tv_sec;
	if (seconds < 0)
		seconds += INT64_C(1) << 32;
	trace->count++;
	*ret_packet = (struct packet){
		.number = trace->count,
		/* With precision in nanoseconds that is what stands in tv_usec. */
		.time_ns = in_nanoseconds(seconds, (int64_t)header->ts.tv_usec),
		.length = header->len,
		.captured = header->caplen,
		.link_type = trace->link_type,
		.data = { data, header->caplen },
	};
	return TRACE_PACKET;
}

const char *trace_library_version(void)
{
	static const char prefix[] = "libpcap version ";
	const char *version = pcap_lib_version();
	return strncmp(version, prefix, sizeof(prefix) - 1) == 0 ? version + sizeof(prefix) - 1
								 : version;
}
