/*
 * Reads capture files, with times in nanoseconds. libpcap's offline reader reads pcap;
 * capture-file/record-window reads the good records of a plain pcap file instead, as it is faster.
 * capture-file/pcapng reads pcapng, since libpcap refuses a file whose interfaces differ. libpcap's
 * messages about a bad file assume a reader who knows the format, so this file tells the usual
 * cases apart: missing, empty, compressed, another format, cut.
 *
 * Left out: formats that only Wireshark's own library reads (snoop, ERF, compressed captures).
 */
#include "capture-file/capture-file.h"

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
#include "base/file/file-trace.h"
#include "base/file/file.h"
#include "base/format/timestamp.h"
#include "base/message.h"
#include "capture-file/capture-file-parts.h"
#include "capture-file/pcapng.h"
#include "capture-file/record-window.h"

enum { READ_BUFFER_SIZE = 128 * 1024, MAGIC_SIZE = 8, PCAPNG_FIRST_BYTE = 0x0a };

struct capture_file {
	pcap_t *handle; /* of a pcap file, else NULL */
	struct record_window *window; /* NULL when libpcap reads the records */
	struct pcapng *pcapng; /* NULL for a pcap file */
	FILE *stream; /* of a pcapng file; of a pcap file `handle` owns it */
	char *path;
	char *read_buffer;
	uint64_t size; /* 0 unless it is a regular file */
	uint64_t count; /* packets returned so far */
	int link_type;
	uint32_t fraction_ns; /* of a plain pcap file: the unit of its time fractions */
};

/* ---- opening ---- */

/*
 * Whether the bytes are the magic number of pcap (either byte order, microseconds or nanoseconds)
 * or pcapng.
 */
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

bool capture_file_is_capture(const char *path)
{
	struct stat status;
	uint8_t magic[4];
	file_trace_add(FILE_TRACE_PRESENCE, path);
	if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
		return false;
	if (is_named_as_capture(path))
		return true;
	file_trace_add(FILE_TRACE_BYTES, path);
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0)
		return false;
	ssize_t size = pread(descriptor, magic, sizeof(magic), 0);
	(void)close(descriptor);
	return size == (ssize_t)sizeof(magic) && begins_as_capture(magic, sizeof(magic));
}

/* Describes a file that libpcap refused, by its first `size` bytes (at most MAGIC_SIZE). */
static bool refuse_file(const char *path, const uint8_t *magic, size_t size, const char *reason,
	struct error *error)
{
	static const struct {
		const char *bytes;
		size_t size;
		const char *what;
	} known[] = {
		{ "\x1f\x8b", 2,
			MESSAGE("is compressed with gzip: decompress it first with 'gunzip'") },
		{ "\x28\xb5\x2f\xfd", 4,
			MESSAGE("is compressed with zstd: decompress it first with 'unzstd'") },
		{ "\x04\x22\x4d\x18", 4,
			MESSAGE("is compressed with lz4: decompress it first with 'unlz4'") },
		{ "\xfd"
		  "7zXZ",
			5, MESSAGE("is compressed with xz: decompress it first with 'unxz'") },
		{ "BZh", 3,
			MESSAGE("is compressed with bzip2: decompress it first with 'bunzip2'") },
		{ "PK\x03\x04", 4,
			MESSAGE("is a zip archive: unpack the capture that is in it first") },
		{ "snoop\0\0\0", 8,
			MESSAGE("is a snoop capture, which libpcap does not read: convert it with 'editcap -F pcap IN OUT'") },
	};
	if (size == 0)
		return error_set(
			error, "'%s' is empty: a capture has at least a file header", path);
	for (size_t i = 0; i < ARRAY_COUNT(known); i++) {
		if (size >= known[i].size && memcmp(magic, known[i].bytes, known[i].size) == 0)
			return error_set(error, "'%s' %s", path, message_of(known[i].what));
	}
	if (begins_as_capture(magic, size)) {
		if (strstr(reason, "truncated"))
			return error_set(error, "'%s' is cut inside its file header", path);
		return error_set(error,
			"'%s' has a damaged file header (%s): record it again, or repair it with 'editcap -F pcap IN OUT'",
			path, message_of(reason));
	}
	return error_set(error,
		"'%s' is not a capture: libpcap reads pcap and pcapng files, and 'editcap -F pcap IN OUT' makes one of other formats",
		path);
}

/*
 * Opens a stream on `path` and reads its first bytes. Standard input is duplicated, so that closing
 * the stream leaves it open.
 */
static FILE *open_stream(const char *path, uint8_t magic[MAGIC_SIZE], size_t *ret_size,
	uint64_t *ret_file_size, struct error *error)
{
	if (strcmp(path, "-") != 0)
		file_trace_add(FILE_TRACE_BYTES, path);
	int descriptor = strcmp(path, "-") == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
						: open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0) {
		error_set(error, "cannot open '%s': %s", path, message_of_errno(errno));
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
		/*
		 * A pipe cannot be read twice, so its first bytes stay unread. A failure then shows
		 * libpcap's message.
		 */
		off_t start = lseek(descriptor, 0, SEEK_CUR); /* standard input may be further */
		ssize_t got = pread(descriptor, magic, MAGIC_SIZE, start);
		*ret_size = got > 0 ? (size_t)got : 0;
	}
	FILE *stream = fdopen(descriptor, "rb");
	if (!stream) {
		error_set(error, "cannot open '%s': %s", path, message_of_errno(errno));
		(void)close(descriptor);
	}
	return stream;
}

/*
 * Reads the records without libpcap's copies where that gives the same packets: in a plain pcap
 * file of this machine's byte order, of a link type whose records libpcap does not change (it
 * corrects USB and Bluetooth).
 */
static void read_in_place(struct capture_file *capture, const uint8_t magic[MAGIC_SIZE])
{
	static const int link_types[] = { DLT_EN10MB, DLT_NULL, DLT_LOOP, DLT_RAW, DLT_IPV4,
		DLT_IPV6, DLT_LINUX_SLL, DLT_LINUX_SLL2 };
	uint32_t number;
	uint16_t version[2];
	memcpy(&number, magic, sizeof(number));
	memcpy(version, magic + sizeof(number), sizeof(version));
	bool is_plain = (number == 0xa1b2c3d4 || number == 0xa1b23c4d) && version[0] == 2 &&
		version[1] == 4;
	off_t offset = ftello(pcap_file(capture->handle));
	int snapshot = pcap_snapshot(capture->handle);
	if (capture->size == 0 || !is_plain || offset < 0 || snapshot <= 0)
		return;
	for (size_t i = 0; i < ARRAY_COUNT(link_types); i++) {
		if (link_types[i] != capture->link_type)
			continue;
		capture->fraction_ns = number == 0xa1b2c3d4 ? 1000 : 1;
		capture->window = record_window_new(
			fileno(pcap_file(capture->handle)), (uint64_t)offset, (uint32_t)snapshot);
	}
}

/*
 * Whether the first byte is that of a pcapng file. The byte stays unread: a pipe takes back one
 * byte only.
 */
static bool begins_as_pcapng(FILE *stream)
{
	int first = getc(stream);
	if (first != EOF)
		(void)ungetc(first, stream);
	return first == PCAPNG_FIRST_BYTE;
}

static bool open_pcapng(struct capture_file *capture, FILE *stream, const uint8_t *magic,
	size_t magic_size, bool is_seekable, struct error *error)
{
	enum pcapng_result result;
	const char *reason;
	/* Looks ahead in regular files only: the first packet of a pipe may come much later. */
	capture->pcapng = pcapng_new(stream, is_seekable, &result, &reason);
	if (!capture->pcapng)
		return is_seekable ? refuse_file(capture->path, magic, magic_size, reason, error)
				   : error_set(error, "cannot read '%s' as a capture: %s",
					     capture->path, message_of(reason));
	capture->stream = stream;
	capture->link_type = pcapng_interface(capture->pcapng, 0)->link_type;
	return true;
}

static bool open_pcap(struct capture_file *capture, FILE *stream, const uint8_t magic[MAGIC_SIZE],
	size_t magic_size, bool is_seekable, struct error *error)
{
	char reason[PCAP_ERRBUF_SIZE] = "";
	capture->handle = pcap_fopen_offline_with_tstamp_precision(
		stream, PCAP_TSTAMP_PRECISION_NANO, reason);
	if (capture->handle) {
		capture->link_type = pcap_datalink(capture->handle);
		read_in_place(capture, magic);
		return true;
	}
	if (is_seekable || strstr(reason, "unknown file format"))
		return refuse_file(
			capture->path, magic, is_seekable ? magic_size : 1, reason, error);
	if (strstr(reason, "only got 0"))
		return refuse_file(capture->path, magic, 0, reason, error);
	return error_set(error, "cannot read '%s' as a capture: %s", capture->path, reason);
}

struct capture_file *capture_file_open(const char *path, struct error *error)
{
	uint8_t magic[MAGIC_SIZE] = { 0 };
	size_t magic_size;
	uint64_t file_size;
	FILE *stream = open_stream(path, magic, &magic_size, &file_size, error);
	if (!stream)
		return NULL;
	bool is_seekable = lseek(fileno(stream), 0, SEEK_CUR) >= 0;
	autofree(capture_file) struct capture_file *capture = xcalloc(1, sizeof(*capture));
	capture->path = xstrdup(path);
	capture->size = file_size;
	capture->read_buffer = xmalloc(READ_BUFFER_SIZE);
	(void)setvbuf(stream, capture->read_buffer, _IOFBF, READ_BUFFER_SIZE);
	bool is_open = begins_as_pcapng(stream)
		? open_pcapng(capture, stream, magic, magic_size, is_seekable, error)
		: open_pcap(capture, stream, magic, magic_size, is_seekable, error);
	if (!is_open) {
		(void)fclose(stream);
		return NULL;
	}
	return steal_pointer(&capture);
}

void capture_file_free(struct capture_file *capture)
{
	if (!capture)
		return;
	record_window_free(capture->window);
	pcapng_free(capture->pcapng);
	if (capture->stream)
		(void)fclose(capture->stream);
	if (capture->handle)
		pcap_close(capture->handle); /* also closes the stream */
	free(capture->read_buffer);
	free(capture->path);
	free(capture);
}

const char *capture_file_path(const struct capture_file *capture)
{
	return capture->path;
}

uint64_t capture_file_size(const struct capture_file *capture)
{
	return capture->size;
}

bool capture_file_dropped(const struct capture_file *capture, uint64_t *ret_count)
{
	bool is_known = false;
	*ret_count = 0;
	for (uint32_t i = 0; capture->pcapng && i < pcapng_interface_count(capture->pcapng); i++) {
		const struct pcapng_interface *interface = pcapng_interface(capture->pcapng, i);
		is_known |= interface->knows_drops;
		*ret_count += interface->dropped;
	}
	return is_known;
}

uint64_t capture_file_position(const struct capture_file *capture)
{
	if (capture->window)
		return record_window_position(capture->window);
	if (capture->pcapng)
		return pcapng_position(capture->pcapng);
	off_t position = ftello(pcap_file(capture->handle));
	return position > 0 ? (uint64_t)position : 0;
}

/* ---- interfaces ---- */

uint32_t capture_file_interface_count(const struct capture_file *capture)
{
	return capture->pcapng ? pcapng_interface_count(capture->pcapng) : 1;
}

struct capture_file_interface capture_file_interface(
	const struct capture_file *capture, uint32_t index)
{
	if (!capture->pcapng)
		return (struct capture_file_interface){ .name = "",
			.link_type = capture->link_type };
	const struct pcapng_interface *interface = pcapng_interface(capture->pcapng, index);
	return (struct capture_file_interface){ interface->name, interface->link_type };
}

bool capture_file_interface_is(
	const struct capture_file *capture, uint32_t index, const char *wanted)
{
	size_t digits = strspn(wanted, "0123456789");
	if (digits && !wanted[digits] && digits < 10 && strtoul(wanted, NULL, 10) == index)
		return true;
	return *wanted && strcmp(capture_file_interface(capture, index).name, wanted) == 0;
}

bool capture_file_has_interface(
	const struct capture_file *capture, const char *wanted, struct error *error)
{
	enum { NAMED_MAX = 20 };
	autofinish(text) struct text names = { 0 };
	uint32_t count = capture_file_interface_count(capture);
	for (uint32_t i = 0; i < count; i++) {
		if (capture_file_interface_is(capture, i, wanted))
			return true;
		const char *name = capture_file_interface(capture, i).name;
		if (i >= NAMED_MAX)
			continue;
		text_append_format(&names, *name ? "%s%u (%s)" : "%s%u", i ? ", " : "", i, name);
	}
	return error_set(error, "'%s' has no interface '%s': it has %s%s", capture->path, wanted,
		text_string(&names), count > NAMED_MAX ? ", …" : "");
}

bool capture_file_mixes_link_types(const struct capture_file *capture)
{
	for (uint32_t i = 1; i < capture_file_interface_count(capture); i++)
		if (capture_file_interface(capture, i).link_type != capture->link_type)
			return true;
	return false;
}

size_t capture_file_name_count(const struct capture_file *capture)
{
	return capture->pcapng ? pcapng_name_count(capture->pcapng) : 0;
}

struct capture_file_name capture_file_name(const struct capture_file *capture, size_t index)
{
	const struct pcapng_name *name = pcapng_name(capture->pcapng, index);
	return (struct capture_file_name){
		.octets = name->octets, .size = name->size, .name = name->name
	};
}

pcap_t *capture_file_handle(const struct capture_file *capture)
{
	return capture->handle;
}

/* ---- reading ---- */

/* Returns a reason of libpcap in the user's language; one that is not known stays as it is. */
static const char *reason_of_libpcap(const char *reason)
{
	static const struct {
		const char *begin, *words;
	} known[] = {
		{ "invalid packet capture length",
			MESSAGE("a packet there says that it is longer than any in this file can be") },
		{ "error reading dump file", MESSAGE("it cannot be read on") },
	};
	for (size_t i = 0; i < ARRAY_COUNT(known); i++) {
		if (strncmp(reason, known[i].begin, strlen(known[i].begin)) == 0)
			return message_of(known[i].words);
	}
	return message_of(reason);
}

static enum capture_file_result set_read_error(
	const struct capture_file *capture, const char *reason, bool is_cut, struct error *error)
{
	struct text place = { 0 };
	if (capture->count == 0)
		text_append_message(&place, "before its first frame");
	else
		text_append_message(&place, "after frame %llu", (unsigned long long)capture->count);
	if (is_cut && capture->count == 0)
		error_set(error, "'%s' is cut before its first frame", capture->path);
	else if (is_cut)
		error_set(error, "'%s' is cut %s: what comes before is whole", capture->path,
			text_string(&place));
	else
		error_set(error, "'%s' is damaged %s: %s", capture->path, text_string(&place),
			reason_of_libpcap(reason));
	text_finish(&place);
	return CAPTURE_FILE_ERROR;
}

/*
 * Limits times to the years 1824 to 2116, so that the difference of any two fits in 64 bits of
 * nanoseconds. A pcapng file with an absurd resolution can claim any time.
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

static enum capture_file_result next_of_pcapng(
	struct capture_file *capture, struct packet *ret_packet, struct error *error)
{
	struct pcapng_packet read;
	switch (pcapng_next(capture->pcapng, &read)) {
	case PCAPNG_PACKET:
		break;
	case PCAPNG_END:
		return CAPTURE_FILE_END;
	case PCAPNG_CUT:
		return set_read_error(capture, "", true, error);
	case PCAPNG_DAMAGED:
		return set_read_error(capture, pcapng_reason(capture->pcapng), false, error);
	}
	capture->count++;
	*ret_packet = (struct packet){
		.number = capture->count,
		.time_ns = in_nanoseconds(read.seconds, read.nanoseconds),
		.length = read.length,
		.captured = read.captured,
		.link_type = pcapng_interface(capture->pcapng, read.interface)->link_type,
		.interface = read.interface,
		.data = { read.data, read.captured },
		.comment = read.comment,
	};
	return CAPTURE_FILE_PACKET;
}

/*
 * libpcap reads on where the record window stopped, and says whether that is the end of the file or
 * damage.
 */
static bool hand_over_to_libpcap(struct capture_file *capture, struct error *error)
{
	off_t position = (off_t)record_window_position(capture->window);
	record_window_free(capture->window);
	capture->window = NULL;
	if (fseeko(pcap_file(capture->handle), position, SEEK_SET) != 0)
		return error_set(
			error, "cannot read '%s': %s", capture->path, message_of_errno(errno));
	return true;
}

enum capture_file_result capture_file_next(
	struct capture_file *capture, struct packet *ret_packet, struct error *error)
{
	if (capture->window) {
		struct record record;
		if (record_window_next(capture->window, &record)) {
			capture->count++;
			*ret_packet = (struct packet){
				.number = capture->count,
				.time_ns = (int64_t)record.seconds * NS_PER_S +
					(int64_t)(int32_t)record.fraction * capture->fraction_ns,
				.length = record.length,
				.captured = record.captured,
				.link_type = capture->link_type,
				.data = { record.data, record.captured },
			};
			return CAPTURE_FILE_PACKET;
		}
		if (!hand_over_to_libpcap(capture, error))
			return CAPTURE_FILE_ERROR;
	}
	if (capture->pcapng)
		return next_of_pcapng(capture, ret_packet, error);
	struct pcap_pkthdr *header;
	const u_char *data;
	int result = pcap_next_ex(capture->handle, &header, &data);
	if (result == PCAP_ERROR_BREAK)
		return CAPTURE_FILE_END;
	if (result != 1) {
		const char *reason = pcap_geterr(capture->handle);
		bool is_cut = strstr(reason, "truncated") || strstr(reason, "only got");
		return set_read_error(capture, reason, is_cut, error);
	}
	/* The seconds of a pcap file are 32 unsigned bits, which libpcap reads as signed. */
	int64_t seconds = header->ts.tv_sec;
	if (seconds < 0)
		seconds += INT64_C(1) << 32;
	capture->count++;
	*ret_packet = (struct packet){
		.number = capture->count,
		/* With precision in nanoseconds, tv_usec holds nanoseconds. */
		.time_ns = in_nanoseconds(seconds, (int64_t)header->ts.tv_usec),
		.length = header->len,
		.captured = header->caplen,
		.link_type = capture->link_type,
		.data = { data, header->caplen },
	};
	return CAPTURE_FILE_PACKET;
}

const char *capture_file_library_version(void)
{
	static const char prefix[] = "libpcap version ";
	const char *version = pcap_lib_version();
	return strncmp(version, prefix, sizeof(prefix) - 1) == 0 ? version + sizeof(prefix) - 1
								 : version;
}
