// Languages as syntax.js reads them: what begins a comment or a string and what ends it, and which words are keywords.
// A rule is {kind, open, close?, …}: patterns as text; without `close`, what opens it is all of it. Kinds: c comment,
// s string, d number, decorator, directive or symbol, k keyword, "" nothing. Of rules that open at one place the first wins.
// `line`: ends with its line, and is none where it does not close there. `nest`: what opens it can stand in it.
// `inner`: where code begins in a string (up to the bracket that closes it). `escape`: what does not end it.
// `later`: begins behind the line of its opening. `close` may be made from what opened it.
const covsiteLanguages = (() => {
  "use strict";
  const ESCAPE = "\\\\[^]";
  const one = (kind, open) => ({ kind, open });
  const comment = (open) => one("c", open + ".*");
  const block = (open, close, nest) => ({ kind: "c", open, close, nest: nest ? open : "" });
  const string = (quote, more) => ({ kind: "s", open: quote, close: quote, escape: ESCAPE, line: true, ...more });
  const text = (quote, more) => string(quote, { line: false, ...more });
  const raw = (open, close, more) => ({ kind: "s", open, close, escape: "", ...more });
  const last = (opened) => opened.slice(-1);

  const SLASH = comment("//");
  const STAR = block("/\\*", "\\*/");
  const NESTED = block("/\\*", "\\*/", true);
  const HASH = comment("#");
  const DASH = comment("--");
  const DOUBLE = string('"');
  const SINGLE = string("'");
  const TRIPLE = text('"""');
  const TRIPLE_SINGLE = text("'''");
  const CHARACTER = one("s", "'(?:\\\\(?:u\\{[\\da-fA-F]{1,6}\\}|x[\\da-fA-F]{2}|u[\\da-fA-F]{4}|.)|[^'\\\\\\n])'");
  const AT = one("d", "@[A-Za-z_][\\w.]*");
  const DIRECTIVE = one("d", "^[ \\t]*#[ \\t]*[a-z]\\w*");
  const DOLLAR = "\\$\\{";
  const INTERPOLATED = "\\{(?!\\{)";
  const POUND = "#\\{";
  const SYMBOL = one("d", "(?<![:\\w]):[A-Za-z_]\\w*[?!]?");
  // A slash begins a regular expression where a value may begin.
  const PATTERN = one("s", "(?<=(?:^|[(,=:[!&|?{;~+]|\\b(?:return|when|if|unless|and|or|not|case|typeof))[ \\t]{0,40})/(?![*/ ])(?:\\\\.|\\[(?:\\\\.|[^\\]\\\\\\n]){1,400}\\]|[^/\\\\\\n[]){1,400}/[a-z]*");
  const doubled = (quote, more) => ({ kind: "s", open: quote, close: quote, escape: quote + quote, ...more });
  const heredoc = (open) => ({
    kind: "s", open, later: true, close: (opened) => "^[ \\t]*" + /\w+/.exec(opened)[0] + "\\b",
  });
  const BRACKETS = { "(": ")", "[": "]", "{": "}", "<": ">" };
  const escaped = (character) => (/\w/.test(character) ? "" : "\\") + character;
  const percent = (open, more) => ({
    kind: "s", open, escape: ESCAPE, close: (opened) => escaped(BRACKETS[last(opened)] || last(opened)),
    nest: (opened) => (BRACKETS[last(opened)] ? escaped(last(opened)) : ""), ...more,
  });

  // Matching and replacing in Perl: the sign that begins it stands once or twice more.
  const PERL = one("s", "(?<=[=!]~[ \\t]{0,9})(?:m|s|tr|y)?(?:" + ["/", "\\|", "!", ",", "#"].map((sign) => {
    const piece = `(?:\\\\.|(?!${sign})[^\\\\\\n]){0,400}${sign}`;
    return sign + piece + `(?:(?<=[sy]${sign}.{0,800}|tr${sign}.{0,800})${piece})?`;
  }).join("|") + ")[a-z]*");

  const C = "auto bool break case char class const continue default do double else enum extern false float for goto if inline int long namespace new null nullptr operator private protected public register return short signed sizeof static struct switch template this throw true try typedef union unsigned using virtual void volatile while";
  const CPP = C + " alignas alignof catch co_await co_return co_yield concept consteval constexpr constinit const_cast decltype delete dynamic_cast explicit export final friend import module mutable noexcept override reinterpret_cast requires restrict static_assert static_cast thread_local typeid typename wchar_t id instancetype nil self super YES NO";
  const JAVA = "abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally float for goto if implements import instanceof int interface long native new non-sealed null package permits private protected public record return sealed short static strictfp super switch synchronized this throw throws transient true try var void volatile while yield";
  const JS = "abstract any as asserts async await boolean break case catch class const constructor continue debugger declare default delete do else enum export extends false finally for from function get if implements import in infer instanceof interface is keyof let module namespace never new null number object of override private protected public readonly return satisfies set static string super switch symbol this throw true try type typeof undefined unique unknown var void while with yield";
  const PY = "False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return self try type while with yield";
  const SQL = "add after all alter and any as asc begin between body by call case cast check close column commit constraint create cross cursor database declare default delete desc distinct drop each else elsif end exception exec execute exists exit fetch for foreign from full function go grant group having if in index inner insert instead into is join key left like limit loop merge not null of offset on open or order outer over package partition primary procedure raise references replace return returning returns right rollback row rows select set table then to top trigger truncate type union unique update using values view when where while with";
  const SH = "alias break case continue declare do done elif else esac eval exec exit export fi for function if in local readonly return select set shift source then trap typeset unset until while end begin switch";
  const FORTRAN = "abstract allocatable allocate assign associate block call case character class close common complex concurrent contains continue cycle data deallocate default deferred dimension do double elemental else elseif elsewhere end enddo endif entry enum equivalence error exit external final flush forall format function generic goto if implicit import in include inout inquire integer intent interface intrinsic logical module namelist none nullify only open operator optional out parameter pass pointer precision print private procedure program protected public pure read real recursive result return save select sequence stop subroutine target then to type use value volatile where while write";
  const FORTRAN_RULES = [comment("!"), doubled('"', { line: true }), doubled("'", { line: true }), one("k", "\\.(?:and|or|not|eq|ne|lt|le|gt|ge|eqv|neqv|true|false)\\."), one("d", "^[ \\t]*#[ \\t]*[a-z]\\w*")];
  const VERILOG = "always always_comb always_ff always_latch assert assign begin bit case casex casez class default disable else end endcase endclass endfunction endgenerate endinterface endmodule endpackage endtask enum extends final for forever fork function generate genvar if import initial inout input int integer interface join localparam logic modport module negedge new output package parameter posedge property real reg repeat return signed struct task this typedef union unsigned virtual void while wire";

  // extensions, keywords, rules; `fold`: letters' case does not matter; `word`: what a word is; `start`: the rule that the
  // file begins in.
  return [
    ["py pyi pyx pyw bzl gd", PY, [
      HASH,
      text('[fFtT][rR]?"""', { close: '"""', inner: INTERPOLATED, escape: ESCAPE + "|\\{\\{" }), text("[fFtT][rR]?'''", { close: "'''", inner: INTERPOLATED, escape: ESCAPE + "|\\{\\{" }),
      string('[fFtT][rR]?"', { close: '"', inner: INTERPOLATED, escape: ESCAPE + "|\\{\\{" }), string("[fFtT][rR]?'", { close: "'", inner: INTERPOLATED, escape: ESCAPE + "|\\{\\{" }),
      text('[rRbBuU]{0,2}"""', { close: '"""' }), text("[rRbBuU]{0,2}'''", { close: "'''" }),
      string('[rRbBuU]{0,2}"', { close: '"' }), string("[rRbBuU]{0,2}'", { close: "'" }), AT,
    ]],
    ["js jsx mjs cjs ts tsx mts cts es6 gs", JS, [SLASH, STAR, one("c", "^#!.*"), DOUBLE, SINGLE, text("`", { inner: DOLLAR }), PATTERN, AT]],
    ["vue svelte astro", JS, [block("<!--", "-->"), SLASH, STAR, DOUBLE, SINGLE, text("`", { inner: DOLLAR }), one("k", "</?[A-Za-z][\\w.:-]*"), AT]],
    ["java cls trigger apex", JAVA, [SLASH, STAR, TRIPLE, DOUBLE, SINGLE, AT]],
    ["kt kts", "abstract actual annotation as break by catch class companion const constructor continue crossinline data do else enum expect external false final finally for fun get if import in infix init inline inner interface internal is lateinit noinline null object open operator out override package private protected public reified return sealed set super suspend tailrec this throw true try typealias val value var vararg when where while", [
      SLASH, NESTED, raw('"""', '"""', { inner: DOLLAR }), string('"', { inner: DOLLAR }), CHARACTER, one("", "`[^`\\n]*`"), AT,
    ]],
    ["scala sc sbt", "abstract case catch class def derives do else enum extends extension export false final finally for forSome given if implicit import inline lazy match new null object opaque open override package private protected return sealed super then this throw trait transparent true try type using val var while with yield", [
      SLASH, NESTED, raw('[sf]"""', '"""', { inner: DOLLAR }), raw('"""', '"""'), string('[sf]"', { close: '"', inner: DOLLAR }), DOUBLE, CHARACTER, one("", "`[^`\\n]*`"), AT,
    ]],
    ["groovy gradle gvy jenkinsfile", JAVA + " as def in it trait", [SLASH, STAR, text('"""', { inner: DOLLAR }), TRIPLE_SINGLE, string('"', { inner: DOLLAR }), SINGLE, PATTERN, AT]],
    ["dart", JS + " covariant dynamic external factory final hide int double late library mixin on part required rethrow sealed show sync typedef", [
      SLASH, NESTED, raw('r"""', '"""'), raw("r'''", "'''"), text('"""', { inner: DOLLAR }), text("'''", { inner: DOLLAR }),
      one("s", "\\br\"[^\"\\n]*\"|\\br'[^'\\n]*'"), string('"', { inner: DOLLAR }), string("'", { inner: DOLLAR }), AT,
    ]],
    ["swift", "Any Self actor as associatedtype async await break case catch class continue convenience default defer deinit do dynamic else enum extension fallthrough false fileprivate final for func get guard if import in indirect init inout internal is lazy let mutating nil nonisolated open operator optional override precedencegroup private protocol public repeat required rethrows return self set some static struct subscript super switch throw throws true try typealias unowned var weak where while", [
      SLASH, NESTED, raw('#{1,40}"""', (opened) => '"""' + "#".repeat(opened.length - 3)), raw('#{1,40}"', (opened) => '"' + "#".repeat(opened.length - 1), { line: true }),
      text('"""', { inner: "\\\\\\(" }), string('"', { inner: "\\\\\\(" }), AT, one("d", "#[a-z]\\w*"),
    ]],
    ["c h cc cpp cxx c++ hpp hh hxx h++ ino cu cuh inl ipp tpp m mm pc", CPP, [
      SLASH, STAR, raw('(?:u8|[uUL])?R"[^()\\\\\\s]{0,16}\\(', (opened) => "\\)" + /"(.*)\(/.exec(opened)[1].replace(/\W/g, "\\$&") + '"'),
      DIRECTIVE, one("s", "(?<=#[ \\t]{0,9}(?:include|import)[ \\t]{0,9})<[^>\\n]*>"), DOUBLE, SINGLE, one("d", "@[a-z]+"),
    ]],
    ["cs csx", "abstract add alias as async await base bool break byte case catch char checked class const continue decimal default delegate do double dynamic else enum event explicit extern false file finally fixed float for foreach from get global goto group if implicit in init int interface internal into is join let lock long nameof namespace new not null object operator or orderby out override params partial private protected public readonly record ref remove required return sbyte sealed select set short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using value var virtual void volatile when where while with yield", [
      SLASH, STAR, raw('\\${0,40}"{3,40}', (opened) => '"'.repeat(opened.replace(/\$/g, "").length)),
      { kind: "s", open: '(?:\\$@|@\\$)"', close: '"', escape: '""|\\{\\{', inner: INTERPOLATED }, { kind: "s", open: '@"', close: '"', escape: '""' },
      string('\\$"', { close: '"', inner: INTERPOLATED, escape: ESCAPE + "|\\{\\{" }), DOUBLE, CHARACTER, DIRECTIVE,
    ]],
    ["fs fsi fsx", "abstract and as assert base begin class default delegate do done downcast downto elif else end exception extern false finally fixed for fun function global if in inherit inline interface internal lazy let match member module mutable namespace new not null of open or override private public rec return sig static struct then to true try type upcast use val void when while with yield", [
      SLASH, block("\\(\\*(?!\\))", "\\*\\)", true), raw('\\$?"""', '"""'), { kind: "s", open: '@"', close: '"', escape: '""' }, text('\\$?"', { close: '"' }), CHARACTER, one("d", "\\[<[^\\]\\n]*>\\]"), DIRECTIVE,
    ]],
    ["vb vbs bas", "addhandler addressof and andalso as boolean byref byte byval call case catch class const continue date decimal declare default delegate dim do double each else elseif end enum erase error event exit false finally for friend function get global handles if implements imports in inherits integer interface is isnot let lib like long loop me mod module mustinherit mustoverride mybase namespace new next not nothing object of on option optional or orelse overridable overrides paramarray partial private property protected public raiseevent readonly redim return select set shadows shared short single static step stop string structure sub synclock then throw to true try typeof until using variant wend when while with withevents writeonly xor", [
      comment("'"), comment("\\brem\\b"), doubled('"', { line: true }), one("d", "^[ \\t]*#[a-z]\\w*"),
    ], { fold: true }],
    ["go", "any bool break byte case chan const continue default defer else error fallthrough false float32 float64 for func go goto if import int int32 int64 interface iota map nil package range return rune select string struct switch true type uint uint32 uint64 var", [SLASH, STAR, DOUBLE, raw("`", "`"), CHARACTER]],
    ["rs", "Self as async await box break const continue crate dyn else enum extern false fn for if impl in let loop macro_rules match mod move mut pub ref return self static struct super trait true type union unsafe use where while yield", [
      SLASH, NESTED, raw('\\b(?:br|cr|r)#{0,40}"', (opened) => '"' + "#".repeat(opened.split("#").length - 1)), text('[bc]?"', { close: '"' }),
      one("s", "b?" + CHARACTER.open), one("", "'[A-Za-z_]\\w*"), one("d", "#!?\\[[^\\]\\n]*\\]?"),
    ]],
    ["zig", "align allowzero and anyframe anytype asm break callconv catch comptime const continue defer else enum errdefer error export extern false fn for if inline noalias null opaque or orelse packed pub resume return struct suspend switch test threadlocal true try type undefined union unreachable usingnamespace var void volatile while", [SLASH, one("s", "\\\\\\\\.*"), DOUBLE, CHARACTER, AT]],
    ["d di", C + " abstract alias assert body cast debug delegate delete deprecated export final foreach function immutable import in inout interface invariant is lazy mixin module nothrow out override package pragma pure ref scope shared string super synchronized unittest version with", [SLASH, STAR, block("/\\+", "\\+/", true), raw("`", "`"), raw('\\br"', '"'), text('"'), CHARACTER, AT]],
    ["php phtml inc module theme", "abstract and array as bool break callable case catch class clone const continue declare default do echo else elseif empty enddeclare endfor endforeach endif endswitch endwhile enum eval exit extends false final finally float fn for foreach function global goto if implements include include_once instanceof insteadof int interface isset iterable list match mixed namespace never new null object or parent print private protected public readonly require require_once return self static string switch this throw trait true try unset use var void while xor yield", [
      { kind: "", open: "\\?>", close: "<\\?(?:php\\b|=)?" }, SLASH, STAR, one("d", "#\\[[^\\]\\n]*\\]?"), HASH, heredoc("<<<[ \\t]*[\"']?[A-Za-z_]\\w*[\"']?"), text('"'), text("'"), one("", "\\$\\w+"),
    ], { fold: true, start: 0 }],
    ["rb rake gemspec ru cr podspec jbuilder rakefile gemfile", "BEGIN END abstract alias and begin break case class def defined do else elsif end ensure extend false for if in include loop macro module next nil not or private protected public raise redo require require_relative rescue retry return self struct super then true undef unless until when while yield attr_accessor attr_reader attr_writer", [
      block("^=begin\\b", "^=end\\b"), { kind: "c", open: "^__END__$", close: "(?!)" }, HASH, heredoc("<<[~-]?[\"'`]?[A-Z_][A-Z_\\d]*[\"'`]?"),
      text('"', { inner: POUND }), text("'"), string("`", { inner: POUND }), percent("%[wWiIqQr][({[<|!/^]"), percent("(?<![\\w)\\]] ?)%[({[]"), PATTERN, one("d", "(?<![:\\w]):\"[^\"\\n]*\""), SYMBOL, one("", "[@$]{1,2}\\w+"),
    ], { word: "[A-Za-z_][\\w]*[?!]?" }],
    ["ex exs", "after alias and case catch cond def defdelegate defexception defguard defimpl defmacro defmacrop defmodule defp defprotocol defstruct do else end false fn for if import in nil not or quote raise receive require rescue true try unless unquote use when with", [
      HASH, text('~[a-zA-Z]"""', { close: '"""' }), text('"""', { inner: POUND }), TRIPLE_SINGLE, percent("~[a-zA-Z][({[</|\"']"), text('"', { inner: POUND }), SINGLE, one("s", "(?<!\\w)\\?(?:\\\\.|[^\\s\\\\])"), SYMBOL, AT,
    ], { word: "[A-Za-z_]\\w*[?!]?" }],
    ["erl hrl escript", "after and andalso band begin bnot bor bsl bsr bxor case catch cond div else end false fun if let maybe not of or orelse receive rem true try undefined when xor", [comment("%"), one("d", "^-[a-z_]+"), text('"'), text("'"), one("s", "\\$(?:\\\\.|[^\\s\\\\])"), one("d", "\\?[A-Za-z_]\\w*")]],
    ["sh bash zsh ksh fish bats command envrc", SH, [
      one("c", "(?<![^\\s;(])#.*"), heredoc("<<-?[ \\t]*[\"'\\\\]?[A-Za-z_]\\w*[\"']?"), one("s", "\\$'(?:\\\\.|[^'\\\\\\n])*'"), text('"', { inner: "\\$\\(" }), raw("'", "'"), one("", "\\\\."), one("d", "\\$(?:\\w+|[#?*@!$-]|\\{[^}\\n]*\\})"),
    ]],
    ["ps1 psm1 psd1", "begin break catch class continue data default do dynamicparam else elseif end enum exit filter finally for foreach function hidden if in param process return static switch throw trap try until using while", [
      block("<#", "#>"), HASH, raw('@"', '^"@'), raw("@'", "^'@"), text('"', { escape: '`[^]|""', inner: "\\$\\(" }), doubled("'"), one("d", "\\$(?:\\w+:)?\\w+|\\$\\{[^}\\n]*\\}"), one("k", "(?<=\\s)-[a-z]{2,12}\\b"),
    ], { fold: true }],
    ["pl pm t psgi cgi", "and bless chomp cmp continue defined delete die do each else elsif eq eval exists foreach for ge given grep gt if join keys last le local lt map my ne next no not or our package print push redo ref require return say scalar shift sort sub undef unless until use values wantarray warn when while", [
      block("^=[a-z]\\w*", "^=cut\\b.*"), { kind: "c", open: "^__(?:END|DATA)__$", close: "(?!)" }, one("c", "(?<![^\\s;{}(),])#.*"), heredoc("<<~?[\"']?[A-Z_][A-Z_\\d]*[\"']?"),
      percent("(?<![\\w$@%>])q[qwrx]?[({[<|/!]"), PERL, one("", "[$@%&]#?\\{?\\^?\\w+"), text('"'), text("'"), PATTERN,
    ]],
    ["lua luau rockspec", "and break continue do else elseif end export false for function goto if in local nil not or repeat return self then true type until while", [
      { kind: "c", open: "--\\[={0,40}\\[", close: (opened) => "\\]" + "=".repeat(opened.length - 4) + "\\]" }, DASH, raw("\\[={0,40}\\[", (opened) => "\\]" + "=".repeat(opened.length - 2) + "\\]"), DOUBLE, SINGLE,
    ]],
    ["r rmd", "FALSE Inf NA NULL NaN TRUE break else for function if in library next repeat require return while", [HASH, text('"'), text("'"), one("", "`[^`\\n]*`")], { word: "[A-Za-z.][\\w.]*" }],
    ["jl", "abstract baremodule begin break catch const continue do else elseif end export false finally for function global if import in isa let local macro missing module mutable nothing primitive quote return struct true try type using where while", [
      block("#=", "=#", true), HASH, text('\\w*"""', { close: '"""', inner: "\\$\\(" }), text('\\w*"', { close: '"', inner: "\\$\\(" }), CHARACTER, one("", "(?<=[\\w)\\]])'+"), one("d", "@\\w+!?"), SYMBOL,
    ]],
    ["hs lhs elm purs", "as case class data default deriving do else exposing family forall foreign hiding if import in infix infixl infixr instance let mdo module newtype of port proc qualified rec then type where", [
      one("d", "\\{-#[^\\n]*?#-\\}"), block("\\{-", "-\\}", true), comment("--+(?![!#$%&*+./<=>?@^|~:\\\\])"), TRIPLE, DOUBLE, CHARACTER,
    ], { word: "[A-Za-z_][\\w']*" }],
    ["ml mli mll mly", "and as assert begin class constraint do done downto else end exception external false for fun function functor if in include inherit initializer lazy let match method module mutable new nonrec object of open or private rec sig struct then to true try type val virtual when while with", [block("\\(\\*", "\\*\\)", true), text('"'), raw("\\{[a-z_]*\\|", (opened) => "\\|" + opened.slice(1, -1) + "\\}"), CHARACTER, one("d", "\\[@@?@?[^\\]\\n]*\\]")], { word: "[A-Za-z_][\\w']*" }],
    ["clj cljs cljc edn bb", "as-> case catch comment cond condp def defmacro defmethod defmulti defn defn- defprotocol defrecord defstruct deftype do doseq dotimes doto extend-protocol extend-type false finally fn for if if-let if-not import let letfn loop new nil ns or and quote recur reify require throw true try var when when-let when-not while", [comment(";"), text('#?"', { close: '"' }), one("s", "\\\\(?:[a-z]+|.)"), one("d", ":{1,2}[\\w.*+!?<>=/-]+")], { word: "[A-Za-z_*+!?<>=-][\\w*+!?<>=.'-]*" }],
    ["el lisp lsp cl scm ss rkt sld", "and begin case cond cons declare define define-record-type define-syntax defclass defconst defcustom defgeneric define-module defmacro defmethod defpackage defparameter defstruct defsubst defun defvar delay do dolist dotimes else export flet if import in-package interactive labels lambda let let* letrec loop module nil not or prog1 progn provide quote require set! setf setq syntax-rules t unless unwind-protect use-modules use-package when while", [comment(";"), block("#\\|", "\\|#", true), text('"'), one("s", "#\\\\\\w+|#\\\\."), one("s", "(?<![\\w'])\\?\\\\?\\S(?=[\\s)])"), one("d", "(?<![\\w]):[\\w-]+|#'[\\w*+!?<>=-]+")], { word: "[A-Za-z_*+!?<>=-][\\w*+!?<>=/-]*" }],
    ["sql pks pkb pls plsql psql tsql ddl prc fnc trg", SQL, [DASH, STAR, doubled("'"), doubled('"'), one("d", "@{1,2}\\w+")], { fold: true }],
    ["f90 f95 f03 f08 f18", FORTRAN, FORTRAN_RULES, { fold: true }],
    ["f f77 for ftn", FORTRAN, [one("c", "^[*cC].*"), ...FORTRAN_RULES], { fold: true }],
    ["adb ads ada gpr", "abort abs abstract accept access aliased all and array at begin body case constant declare delay delta digits do else elsif end entry exception exit for function generic goto if in interface is limited loop mod new not null of or others out overriding package pragma private procedure protected raise range record rem renames requeue return reverse select separate some subtype synchronized tagged task terminate then type until use when while with xor", [DASH, doubled('"', { line: true }), one("s", "(?<![\\w)])'[^\\n]'")], { fold: true }],
    ["pas pp dpr lpr dpk", "and array as asm begin case class const constructor destructor div do downto else end except exports external false file finalization finally for function goto if implementation in inherited initialization inline interface is label library mod nil not object of on operator or out override packed private procedure program property protected public published raise record repeat resourcestring set shl shr string then threadvar to true try type unit until uses var virtual while with xor", [SLASH, one("d", "\\{\\$[^}\\n]*\\}"), block("\\{", "\\}"), block("\\(\\*", "\\*\\)"), doubled("'", { line: true })], { fold: true }],
    ["cob cbl cpy cobol", "accept add call close compute configuration continue copy data delete display divide division else end end-call end-evaluate end-if end-perform end-read environment evaluate exec exit fd file from function giving go goback identification if initialize input inspect into is linkage local-storage move multiply not occurs of open or output perform pic picture procedure program program-id read redefines repository return rewrite run search section select set sort stop string subtract then thru times to unstring until using value varying when working-storage write", [one("c", "^.{6}[*/].*|\\*>.*"), DOUBLE, SINGLE], { fold: true, word: "[A-Za-z][\\w-]*" }],
    ["vhd vhdl", "abs access after alias all and architecture array assert attribute begin block body buffer bus case component configuration constant context disconnect downto else elsif end entity exit file for function generate generic group guarded if impure in inertial inout is label library linkage literal loop map mod nand new next nor not null of on open or others out package port postponed procedure process property protected pure range record register reject rem report return rol ror select severity shared signal sla sll sra srl subtype then to transport type unaffected units until use variable wait when while with xnor xor", [DASH, STAR, string('[bBoOxX]?"', { close: '"', escape: "" }), one("s", "(?<![\\w)])'[^\\n]'")], { fold: true }],
    ["v vh sv svh", VERILOG, [SLASH, STAR, DOUBLE, one("d", "\\d*'[sS]?[bodhBODH][\\da-fA-FxXzZ_?]+"), one("d", "`[A-Za-z_]\\w*"), one("", "\\$\\w+")]],
    ["sol", JS + " address anonymous assembly calldata contract emit error event external fallback immutable indexed int int256 internal library mapping memory modifier payable pragma pure receive require revert returns storage struct uint uint8 uint256 unchecked using view virtual bytes bytes32 bool", [SLASH, STAR, DOUBLE, SINGLE]],
    ["coffee cson litcoffee", "and break by case catch class continue delete do else export extends false finally for from function if import in instanceof is isnt loop new no not null of off on or return super switch then this throw true try typeof undefined unless until void when while yes yield", [block("###(?!#)", "###"), HASH, text('"""', { inner: POUND }), TRIPLE_SINGLE, text('"', { inner: POUND }), text("'"), PATTERN, one("", "@\\w*")]],
    ["nim nims nimble", "addr and as asm bind block break case cast concept const continue converter defer discard distinct div do elif else end enum except export finally for from func if import in include interface is isnot iterator let macro method mixin mod nil not notin object of or out proc ptr raise ref return shl shr static template try tuple type using var when while xor yield true false", [block("##?\\[", "\\]##?", true), HASH, raw('r?"""', '"""'), raw('\\br"', '"', { line: true }), DOUBLE, CHARACTER, one("d", "\\{\\.[^}\\n]*\\.\\}")]],
    ["matlab", "break case catch classdef continue else elseif end enumeration events false for function global if methods otherwise parfor persistent properties return spmd switch true try while", [block("^[ \\t]*%\\{[ \\t]*$", "^[ \\t]*%\\}[ \\t]*$"), comment("%"), doubled('"', { line: true }), one("s", "(?<![\\w)\\]}'.])'(?:''|[^'\\n])*'"), one("d", "@\\w*")]],
    ["tcl tk exp", "after array break catch continue dict else elseif error eval expr for foreach global if incr info lappend lindex list namespace package proc puts regexp rename return set source string switch then try unset uplevel upvar variable while yield", [one("c", "(?<=(?:^|;)[ \\t]{0,80})#.*"), text('"'), one("d", "\\$\\{[^}\\n]*\\}|\\$[\\w:]+"), one("", "\\\\.")]],
    ["html htm xhtml xml xsl xslt svg jsp jspx cshtml razor aspx erb eex heex ejs hbs mustache twig jinja j2 csproj pom plist", "", [block("<!--", "-->"), block("<%--", "--%>"), one("k", "</?[A-Za-z][\\w.:-]*|/?>|<[!?]\\w+"), string('(?<==)"', { close: '"', line: false }), string("(?<==)'", { close: "'", line: false }), one("d", "&#?\\w+;")]],
    ["css scss sass less styl", "important not and or only from to through if else for each while return", [STAR, one("c", "(?<!:)//.*"), DOUBLE, SINGLE, one("k", "@[\\w-]+"), one("d", "#[\\da-fA-F]{3,8}\\b|[$@][\\w-]+|--[\\w-]+")], { word: "[A-Za-z_-][\\w-]*" }],
    ["yaml yml", "true false null yes no on off", [one("c", "(?<![^\\s])#.*"), DOUBLE, doubled("'", { line: true }), one("k", "(?<=^[ \\t]{0,80}(?:- {1,9}){0,4})[\\w.$/@-]{1,200}(?=:(?:\\s|$))"), one("d", "[&*][\\w-]+(?=\\s|$)")]],
    ["toml ini cfg conf properties editorconfig", "true false", [one("c", "^[ \\t]*;.*|(?<![^\\s])#.*"), TRIPLE, TRIPLE_SINGLE, DOUBLE, SINGLE, one("k", "^[ \\t]*\\[{1,2}[^\\]\\n]*\\]{1,2}")]],
    ["json json5 jsonc webmanifest", "true false null", [SLASH, STAR, one("k", '"(?:\\\\.|[^"\\\\\\n]){0,300}"(?=\\s*:)'), DOUBLE, SINGLE]],
    ["tf hcl tfvars nomad", "data dynamic else endfor endif false for for_each if in locals module null output provider resource terraform true variable", [HASH, SLASH, STAR, heredoc("<<-?[A-Za-z_]\\w*"), string('"', { inner: DOLLAR })]],
    ["mk mak makefile gnumakefile cmake dockerfile containerfile", SH + " ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL RUN USER VOLUME WORKDIR endif endforeach endfunction endmacro foreach ifdef ifeq ifndef ifneq include macro message project add_executable add_library target_link_libraries", [one("c", "(?<![^\\s;(])#.*"), text('"'), one("s", "(?<!\\w)'[^'\\n]*'"), one("d", "\\$[({][^)}\\n]*[)}]|\\$[\\w@<^*?]")]],
    ["proto thrift graphql gql avdl capnp", "bool bytes double enum extend extension extensions false float fragment import implements input int32 int64 interface map message mutation on oneof option optional package public query repeated required reserved returns rpc scalar schema service stream string struct subscription syntax throws true type typedef uint32 uint64 union void", [SLASH, STAR, HASH, TRIPLE, DOUBLE, SINGLE, AT]],
  ];
})();
