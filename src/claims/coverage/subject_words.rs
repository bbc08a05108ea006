//! Words that name the whole project, and words that name no part of one.

use crate::claims::words::Words;

/// Words that name the whole project.
pub(super) static WHOLE: Words = Words::new(
    "all files|all packages|all modules|all crates|all sources|alle dateien|todos los archivos|tous les fichiers|toplam|overall|total|entire|whole|full test suite|full suite|the suite|our suite|combined|gesamt|gesamtabdeckung|\
     insgesamt|globale|global|合计|总计|合計|整体|总体|项目|全体",
);

/// Nouns that do so where no other word before them says which.
pub(super) static NOUNS: Words = Words::new(
    "project|project's|projekts|projektes|projet|proyecto|projeto|progetto|codebase|code base|repository|repo|projekt|dépôt",
);

/// Words that say nothing of what is covered.
pub(super) static FILLING: Words = Words::new(
    "was|were|war|era|betrug|fue|precisely|exactly|genau|exactement|exactamente|candidate|release|build|snapshot|cov|staat|zit|haalt|bedraagt|wynosi|ficou|fica|sube|baja|steht|klasa|klasse|clase|classe|right|passata|passato|passé|passée|pasó|passou|wzrosło|mamy|现状|风险|状态|影响|说明|问题|备注|eine|einen|einer|ein|dem|den|mit|von|vom|wir|wird|wurde|hat|haben|haben wir|inzwischen|derzeit|aktuell|jetzt|nun|heute|nur|noch|rund|etwa|ca|\
     un|une|les|avec|nous|avons|atteint|actuellement|désormais|environ|par|sur|dans|et|una|el|los|las|con|tenemos|hay|está|ahora|actualmente|por|y|\
     um|uma|o|os|com|temos|está|agora|atualmente|hoje|il|lo|gli|è|con|abbiamo|attualmente|ora|oggi|al|e|een|het|met|wij|hebben|nu|momenteel|\
     mamy|wynosi|obecnie|teraz|na|i|z|w|satır|dal|fonksiyon|kapsam|kapsamı|kapsama|test kapsamı|im|beim|am|en|au|aux|nel|nella|sind|son|sont|ist|bit|little|slightly|knapp|weakest|strongest|lowest|highest|best|worst|à|between|we're|we|it|it's|i|rose|went|grew|increased|improved|raised|dropped|fell|from|up|down|changed|climbed|came|sits|lies|\
     testabdeckung|abdeckung|codeabdeckung|zeilenabdeckung|zweigabdeckung|anweisungsabdeckung|funktionsabdeckung|die|der|das|liegt|bei|beträgt|couverture|la|le|est|de|cobertura|es|del|\
     a|an|the|our|ours|its|of|for|in|at|is|are|has|have|with|to|now|currently|current|achieved|achieves|reached|\
     reaches|measured|reported|report|shows|test|tests|testing|code|unit|line|lines|branch|branches|region|regions|function|\
     functions|statement|statements|method|methods|good|excellent|moderate|poor|low|high|no|some|full|estimated|\
     estimate|about|around|stands|coverage|covered|cover|percent|score|rate|ratio|percentage|status|module|\
     component|level|result|results|after|final|latest|actual|average|avg|metric|summary|brings|gives|and|as|\
     measured:|existing|large|or|but|only|just|also|than|then|this|that|these|those|by|via|so|still|both|any|every|not|if|\
     which|where|per|each|plus|we've|that's|we|achievement|achievements|milestone|outcome|run|runs|ran|executed|exercised|hit|suite|\
     couvertes|couverts|couvert|cubiertas|cubiertos|cobertas|mesurée|atingida|resultado|résultat|ergebnis|\
     Покрытие|покрытие|кода|тестов|тестами|pokrycie|pokrycia|kodu|testów|dekking|testdekking|totale|van|copertura|codice|del|della|dei|delle|do|da|dos|das|du|des|pruebas|testes|código|líneas|linhas|lignes|alone|together|tested|target|goal|objetivo|meta|ziel|exceeded|cubierta|cubierto|cobertos|abgedeckt|当前|代码|测试|目前|カバレッジ|テスト",
);

/// Words of headings that name no part of a project.
pub(super) static GENERAL: Words = Words::new(
    "note|issue|reason|problem|risk|impact|description|remark|hint|warning|caveat|residual|root|cause|context|background|introduction|appendix|retrospective|why|how|who|when|did|do|does|well|good|bad|next|steps|numbers|first|end|session|sprint|suite|suites|run|runs|execution|feb|jan|facts|figures|guide|notes|coverage|summary|overview|metrics|metric|results|result|status|test|tests|testing|analysis|report|current|\
     state|statistics|findings|key|executive|details|quality|conclusion|performance|accomplishments|accomplished|\
     what|changed|built|verification|validation|by|for|of|the|and|component|components|module|modules|package|\
     packages|area|areas|file|files|breakdown|numbers|estimated|detailed|measured|after|audit|code|overall|total|\
     line|lines|branches|functions|statements|unit|health|snapshot|dashboard|update|progress|now|today|here|covered|count|counts|issues|where|we|stand|stands|it|\
     is|are|at|this|a|an|glance|verified|figure|so|far|measurement|measurements|achievement|achievements|achieved|final|goal|goals|target|targets|progression|progress|project|highlights|outcome|outcomes|tl|dr|tldr",
);

/// Such words in other languages.
pub(super) static TONGUES: Words = Words::new(
    "podsumowanie|wyniki|stan|uwagi|pokrycie|testów|testy|jakość|samenvatting|resultaten|dekking|tests|complessiva|complessivo|\
     einschätzung|lage|zahlen|kennzahlen|synthèse|chiffres|bilan|état|síntesis|cifras|números|numeri|cijfers|liczby|resumen|resumo|résumé|zusammenfassung|übersicht|überblick|riepilogo|panorama|resultados|resultado|résultats|résultat|ergebnisse|\
     ergebnis|risultati|risultato|pruebas|prueba|testes|teste|cobertura|couverture|abdeckung|testabdeckung|copertura|informe|\
     relatório|rapport|bericht|testbericht|rapporto|estado|stand|statut|stato|situación|situação|actual|atual|aktuell|aktueller|\
     actuelle|attuale|final|general|geral|général|métricas|metriken|métriques|metriche|estadísticas|estatísticas|statistik|\
     calidad|qualidade|qualität|qualité|qualità|código|codice|ejecución|execução|ejecutivo|executivo|ausführung|de|del|della|\
     la|las|los|el|le|les|lo|des|du|der|die|das|und|y|e|et|do|da|dos|das|zur",
);

/// Words of general headings in scripts without spaces.
pub(super) const UNSPACED: [&str; 38] = [
    "测试",
    "結果",
    "结果",
    "覆盖率",
    "覆盖",
    "报告",
    "總結",
    "总结",
    "概述",
    "概览",
    "摘要",
    "统计",
    "当前",
    "状态",
    "情况",
    "最终",
    "成果",
    "总体",
    "整体",
    "数据",
    "指标",
    "质量",
    "代码",
    "亮点",
    "分析",
    "テスト",
    "カバレッジ",
    "概要",
    "現状",
    "サマリー",
    "レポート",
    "最終",
    "执行",
    "的",
    "总数",
    "数量",
    "用例",
    "共",
];
