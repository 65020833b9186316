#!/usr/bin/env python3
"""Checks the Korean of the project: one term for one thing, and no particle that depends on how a value is read.

All Korean strings are checked: in C and in the deck's script, in templates and the starter, in the talks and
their drawings, and in the READMEs. TERMS lists the words that are not used, and what to use instead. The form of
a particle such as 은/는 depends on the last sound before it. The last sound of a value is not known, so no such
particle may stand behind `%s`, `{n}`, `{{...}}`, `@name@` or `${...}`.
"""
import pathlib
import re
import sys

HANGUL = re.compile('[가-힣]')

# Patterns of words that are not used, and the term to use. A standard English name may follow: 순서 번호(ISN).
TERMS = [
    ('깃발', '플래그'),
    ('윈도(?!우)', '윈도우'),
    ('윈도우? 0|0 윈도', '제로 윈도우'),
    ('탐침', '프로브'),
    ('윈도우? 배율', '윈도우 스케일'),
    ('연결 유지', 'keep-alive'),
    ('확인 번호|영수', '확인 응답 번호(ACK 번호)'),
    ('첫 (순서 )?번호|시작값', '초기 순서 번호(ISN)'),
    ('SYN·ACK|SYN과 ACK|SYN, ACK\\*\\*[가-힣]|SYN, ACK [가-힣]', 'SYN-ACK (a label of a packet: SYN, ACK)'),
    ('(?<!3-way )(?<!TLS )handshake', '3-way handshake'),
    ('(?<!체크섬이다. )깨지지 않았는지', '체크섬'),
    ('물음|물어보|물어본|묻기|답하기', '질의·응답, 요청·응답'),
    ('꾸미지', '위조하지'),
    ('A 기록|기록 하나|기록의|기록이다|어떤 기록|옛 기록|기록을 찾', '레코드'),
    ('적어 두', '캐시에 저장하다'),
    ('이름을 맡은|맡은 서버', '권한 있는 네임서버'),
    ('대신 물어', '재귀 질의'),
    ('소식', '메시지'),
    ('랜카드(의)? 주소|하드웨어 주소', 'MAC 주소'),
    ('(보내는|받는|보낸|받을) MAC', '출발지 MAC, 목적지 MAC'),
    ('빈칸|채움', '패딩'),
    ('조각', '단편, 단편화'),
    ('(?<![계고심단층])층(?!층)', '계층'),
    ('꼬리표', 'VLAN 태그'),
    ('이름표', '플로 레이블'),
    ('라벨', '레이블'),
    ('본거지', '홈 에이전트'),
    ('길이 막', '혼잡'),
    ('급한 정도|보통 우편', '서비스 등급(DSCP)'),
    ('(?i)loopback(?!\\.(md|pcap))', '루프백'),
    ('(?<!임시 포트\\()ephemeral', '임시 포트(ephemeral port)'),
    ('쌍점', '콜론'),
    ('색인', '인덱스'),
    ('ClientHello|ServerHello', 'Client Hello, Server Hello'),
    ('경고\\(?Alert|Alert 경고', '알림(Alert); 경고 is the level warning'),
    ('(?<!사전 )(?<!상호 )공유 키', '사전 공유 키(PSK)'),
    ('세션을 이어|이어 쓰는 세션', '세션 재개'),
    ('지를 함께 받', '지 알려 주는 응답을 받다'),
    ('안에 든 것', '타입, 프로토콜, 다음 헤더'),
    ('다시 보낸 것', '재전송'),
    ('(?<!\\]: >-\n)작별(?! 인사)', '연결 종료'),
    ('옮겨 적', '복사하다'),
    ('(?:함수|\\)`?[을를]?|API를|늦게) ?(?:부르|부릅|부른|불렀|불러)|[a-z]를 부[르른릅]', '호출하다'),
    ('(?<!되)돌려준|(?<!되)돌려줍|(?<!되)돌려주', '반환하다'),
    ('\\)`?[이가는은]? (?:바로 |곧 |이미 )?돌아(?:온|옵|왔)', '반환하다'),
    ('(?<!파일 )디스크립터', '파일 디스크립터'),
    ('소켓 라이브러리', '소켓 API'),
    ('(?<![오인])덱', '발표'),
    ('(?:어느|이|앞|새) 장(?![가-힣])|(?:어느|이|앞|새) 장[이은을의에]|한 장씩', '슬라이드'),
    ('인사 없이|말을 걸', '강제로 끊다, 알리다'),
    ('그림보다 위', '그래프 범위 밖'),
    ('못 본 데이터', '앞에 없는 데이터'),
    ('^(보냄|받음|끝|열림|RST 거절)$', '서버로, 서버에서, 종료, 캡처에 없음, 거절(RST)'),
    ('^(예|도움)$|눌러서 다시|^(넓게|높게)$', '예시, 도움말, 눌러서 초기화, 가로로 넓게, 세로로 길게'),
    ('· 걸음|걸음 \\d', '단계'),
    ('본문의 항목|글 속의', '본문의 필드, 텍스트에 든'),
    ('재전송 공격', '재생 공격(replay attack)'),
    ('낱말', '단어, 토큰'),
    ('까닭', '이유, 원인'),
    ('무대', '발표 화면, 발표 창'),
    ('(?:서버|라우터|클라이언트|커널)에게', '서버에: a machine is no person'),
    ('무작위 값', '난수'),
    ('기다릴 (?:포트|주소)|에서 기다릴|(?:컴퓨터에|%s에) 닿', '연결을 받다, 접속하다'),
    ('많아야', '최대'),
    ('자리[가를] ?(?:있습|만들지)|이 자리를', '부분'),
    ('옛 (?:규격|확장|연결|이름|표준|버전)', '이전 규격'),
    ('풀어 보[이여]', '해석해 보여 주다'),
    ('적은 (?:정보|메시지|나머지|시각)', '기록한 정보'),
    ('잘못(?:으로 보이|이 있|이 보)', '오류로 표시되다'),
    ('길이를 \\d바이트 단위로', '길이다. 4바이트 단위로 적는다'),
    ('확인됨|확인만 ', '확인 응답(ACK)'),
    ('(?<![\\d.,])\\d{4,}바이트', '1,448바이트'),
    ('그룹을 (?:더는 |더 )?듣', '그룹에 가입하다, 그룹에서 탈퇴하다'),
    ('그림 지우|그린 것', '필기 지우기 (the strokes of the pen)'),
    ('(?:MSS|mtu|세그먼트)[^.]{0,8}(?:자르|자른|자릅|잘리|잘린|잘립)', '나누다 (자르다: bytes are lost)'),
    ('\\d[\u2009\u202f ]\\d{3}(?!\\d)', 'groups of digits are parted by commas: 1,448'),
]

# Further patterns for the program's own strings: a person may say something (말한다), a field may not.
PROGRAM_TERMS = [
    ('말한다|말이다|알림이다|부탁이다|귀띔이다|약속이다|표시다', '나타낸다, 뜻이다, 요청한다'),
    ('(?<![가-힣])답(?!답)', '응답'),
    ('합친 것(?!이 아니)', '합쳤거나 아직 나누지 않은 것 (a packet may be seen before it is cut)'),
    ('장치|컴퓨터', '호스트'),
    ('쓰는 장비|장비가 쓰', '호스트'),
    ('하위 타입', '서브타입'),
    ('전송률', '전송 속도'),
    ('(?<![가-힣])나은 길|사이의 길', '경로'),
    ('(?<![가-힣])누가(?![가-힣])', '어느 쪽, 다른 호스트: a machine is no person'),
    ('나뉜 패킷|다시 합친', '단편화된, 재조립하다'),
    ('그만둔', '끊다'),
    ('늘 [0-9]', '1이어야 한다: a packet may have another value'),
    ('[가-힣]세요', '-십시오'),
    ('종류', '타입'),
    ('%(?:z|ll?)?[du](?:바이트|개(?! 더))', 'a count is grouped: %s and text_grouped()'),
    ('스트림 %|스트림 \\d', '연결 (a filter of Wireshark: tcp.stream)'),
]

# Findings of the analysis are noun phrases, "SYN을 다시 보냄", not sentences.
FINDINGS = ('src/listing/info/oddity-words.c', 'src/diagram/ladder/label-reason.c', 'src/deck/block/packet-causes.c',
            'src/explain/words.c')
SENTENCE_END = re.compile('[가-힣]다(?=[.(]|$)')

# Correct strings that a pattern matches all the same: file, text of the string, reason.
ALLOWED = [
    ('src/explain/field-sentences-link.c', '하드웨어 주소', 'of any kind of link, which may have no MAC address'),
    ('src/explain/field-sentences-services.c', '하드웨어 주소', 'as the label of the field says'),
    ('src/deck/page/starter.c', '처음 %d개는 뒤에', 'a few'),
]

# Particles whose form depends on the last sound, as whole words or with the ending of a copula.
PARTICLES = ('은|는|이|가|을|를|와|과|로|으로|로는|으로는|로서|으로서|로써|으로써|로부터|으로부터|와는|과는|'
             '이나|나|이랑|랑|이다|다|이고|고|이며|며|이라|라|이라고|라고|이라는|라는|이란|란|아|야|'
             '이었다|였다|이었습니다|였습니다|이었고|였고|이어서|여서|이지만|지만|인데|이면|면')
AFTER_VALUE = re.compile(
    r'(?:%[-+#0 ]*[0-9.*]*(?:hh|h|ll|l|z|j|t)?[diouxXcs]|\{\{[^{}]*\}\}|\{[nsv]\}|\$\{[^{}]*\}|@[a-z]+@)'
    r'(?:\*\*|==|["\'`”’)»\]])*'
    rf'(?:{PARTICLES})(?![가-힣])')
BEGINS_WITH_PARTICLE = re.compile(rf'(?!이 )(?:{PARTICLES})(?![가-힣])')  # "이 발표" is this talk

# Strings that begin with a particle, behind text that the same code writes just before.
KNOWN_BEFORE = [
    ('src/diagram/stream/stream.c', '를 보냈다', 'behind append_bytes(), which ends with 바이트'),
    ('src/diagram/stream/stream.c', '는 여기에 없다', 'behind append_bytes(), which ends with 바이트'),
    ('src/diagram/ladder/label-reason.c', '를 ', 'what_is_sent() takes the one that its words need'),
    ('src/diagram/ladder/label-reason.c', '을 ', 'what_is_sent() takes the one that its words need'),
    ('src/diagram/ladder/label-reason.c', '가 ', 'what_is_sent() takes the one that its words need'),
]

# Files whose Korean is only compared with what people wrote, and never shown.
READ_ONLY = {
    'src/conversation/redact/login-prompt.c': 'what a prompt says',
    'src/deck/talk-list.c': 'names of folders',
    'src/notes/inline/autolink.c': 'what stands behind an address in prose',
    'src/notes/slide/slide-notes.c': 'how notes are marked',
    'src/notes/talk/duration.c': 'units that authors write',
    'src/notes/talk/front-matter.c': 'names of the language',
    'src/season/weeks.c': 'what stands beside the number of a week',
    'src/secrets/secret-names.c': 'names of secrets',
    'src/secrets/secret-words.c': 'names of secrets',
}

C_TOKENS = re.compile(r'"(?:[^"\\\n]|\\.)*"|/\*.*?\*/|//[^\n]*|\'(?:[^\'\\]|\\.)\'|PRI[diuxX]\d+|[^\s]', re.S)
JS_STRINGS = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`(?:[^`\\]|\\.)*`|//[^\n]*", re.S)


def line_of(text, position):
    return text.count('\n', 0, position) + 1


def c_strings(text):
    """Returns [(line, string)]. Adjacent literals are one string."""
    found, parts, begin = [], [], 0
    for match in C_TOKENS.finditer(text):
        token = match.group()
        if token.startswith(('/*', '//')):
            continue
        if token.startswith('"'):
            begin = begin if parts else match.start()
            parts.append(token[1:-1])
        elif token.startswith('PRI') and parts:
            parts.append('u')
        elif parts:
            found.append((line_of(text, begin), ''.join(parts)))
            parts = []
    return found


def js_strings(text):
    return [(line_of(text, match.start()), match.group()[1:-1]) for match in JS_STRINGS.finditer(text)
            if not match.group().startswith('//')]


def svg_strings(text):
    """Returns [(line, string)]. The text of an element is one string, with the text of its spans."""
    text = re.sub(r'<style>.*?</style>', lambda match: '\n' * match.group().count('\n'), text, flags=re.S)
    return [(line_of(text, match.start()), re.sub(r'<[^>]*>', '', match.group(2)))
            for match in re.finditer(r'<(text|title|desc)\b[^>]*>(.*?)</\1>', text, re.S)]


def line_strings(text):
    return list(enumerate(text.splitlines(), 1))


def strings_of(path, text):
    readers = {'.c': c_strings, '.h': c_strings, '.js': js_strings, '.py': js_strings, '.svg': svg_strings,
               '.md': line_strings}
    return [(line, string) for line, string in readers[path.suffix](text) if HANGUL.search(string)]


def allowed(table, name, string, used):
    for entry in table:
        if entry[0] == name and entry[1] in string:
            used.add(entry)
            return True
    return False


def check(name, strings, is_program, used):
    """Returns the faults in the strings of a file, a line each."""
    wrong = []
    for line, string in strings:
        for pattern, term in TERMS + (PROGRAM_TERMS if is_program else []):
            match = re.search(pattern, string)
            if match and not allowed(ALLOWED, name, string, used):
                wrong.append(f'{name}:{line}: \'{match.group()}\' in \'{string.strip()}\': say {term}')
        match = SENTENCE_END.search(string) if name in FINDINGS else None
        if match and not allowed(ALLOWED, name, string, used):
            wrong.append(f'{name}:{line}: \'{string}\' ends as a sentence: say a noun phrase (보냄, 없음)')
        match = AFTER_VALUE.search(string)
        if match:
            wrong.append(f'{name}:{line}: \'{match.group()}\' depends on how the value is read: '
                         f'put a noun between them ({string.strip()})')
        if is_program and BEGINS_WITH_PARTICLE.match(string) and not allowed(KNOWN_BEFORE, name, string, used):
            wrong.append(f'{name}:{line}: \'{string}\' begins with a particle: what is before it?')
    return wrong


def files_of(root):
    patterns = ['src/**/*.[ch]', 'src/**/*.py', 'templates/*.js', 'templates/deck/**/*.js', 'templates/handout/*.js', 'templates/highlight/*.js',
                'templates/starter/**/*.md', 'slides/*.md', 'slides/*.svg', 'README.md', 'docs/*.md', 'packaging/*.md']
    return sorted({path for pattern in patterns for path in root.glob(pattern)})


def wrong_in(root):
    wrong, used = [], set()
    for path in files_of(root):
        name = path.relative_to(root).as_posix()
        if name in READ_ONLY or name in ('templates/deck.js', 'templates/served-deck.js'):
            continue
        strings = strings_of(path, path.read_text(encoding='utf-8'))
        wrong += check(name, strings, path.suffix in ('.c', '.h', '.js', '.py'), used)
    for entry in ALLOWED + KNOWN_BEFORE:
        if entry not in used:
            wrong.append(f'{entry[0]}: \'{entry[1]}\' is allowed in tests/korean.py, and is not there')
    return wrong


def self_test():
    def find(string, is_program=True):
        return check('x', [(1, string)], is_program, set())
    for bad in ('깃발이 켜짐', '수신 윈도: 5', '보통의 loopback에서', '한 층이 맡는다', '이 덱이 가진', '어느 장에서',
                '1\u2009448바이트', '어느 필드인지 말한다', '`write()`가 돌아왔다', '소켓의 디스크립터', '`accept()`를 부르면',
                '%s은 자기 자신이다', 'MSS가 {{a.stream[0].mss}}다', '**{{a.x}}**이었습니다', '{v}라는 뜻', '{n}을 쓴다',
                '`${count}`가', '@title@는 제목', '%zu이다', '를 보냈다'):
        assert find(bad), bad
    for good in ('플래그가 켜짐', '수신 윈도우: 5', '보통의 루프백에서', '계층이 맡는다', '약속을 층층이 쌓은', '이 발표에 담긴',
                 '1,448바이트', '어느 필드인지 나타낸다', '%s번이었습니다', 'MSS가 {{a.x}}바이트다', '{n}개까지 된다',
                 '되돌려 준다', '연결 %u의 내용', '%s가지 방법', '%s에서 %s까지', '@title@의 제목', '시작한다'):
        assert not find(good), find(good)
    for bad in ('번호나 낱말', '그 까닭은', '무대 창이', '서버에게 보낸다', '기다릴 포트', '%s에 닿을 수 있는', '이 자리를 만들지'):
        assert find(bad), bad
    for bad in ('재전송 공격을 막는다', '옛 규격', '더 풀어 보이지 않는다', '방화벽이 적은 정보', '길이를 8바이트 단위로 적는다'):
        assert find(bad), bad
    for bad in ('답에 있던 주소', '커널이 합친 것이다', '그 장치의 주소', '경고(Alert) 메시지', '공유 키(PSK)',
                '세션을 이어 쓰는', '폐기되었는지를 함께 받는'):
        assert find(bad), bad
    for good in ('응답에 있던 주소', '합쳤거나 아직 나누지 않음', '그 호스트', '알림(Alert) 메시지', '사전 공유 키(PSK)'):
        assert not find(good), good
    def finding(string):
        return check(FINDINGS[0], [(1, string)], True, set())
    assert finding('이 파일에 없다') and finding('재전송이 아니다(사본)') and not finding('이 파일에 없음')
    assert find('무엇인지 말한다') and not find('인사하고 말한다', False)
    assert c_strings('/* "가" */ f("#%" PRIu64\n "번", x, \'"\', "나");') == [(1, '#%u번'), (1, '나')] or \
        c_strings('f("#%" PRIu64\n "번", x, "나");') == [(1, '#%u번'), (2, '나')]
    assert js_strings("say('가', `나\n${x}`) // '다'") == [(1, '가'), (1, '나\n${x}')]
    assert svg_strings('<style>가</style><text x="1"><tspan>f()</tspan>가 <b>준다</b></text>') == [(1, 'f()가 준다')]


def main():
    self_test()
    wrong = wrong_in(pathlib.Path(sys.argv[1]))
    print('\n'.join(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == '__main__':
    main()
