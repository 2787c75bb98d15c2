"""What is said of evidence, of documents and of the whole: the second half of the table.

Further placeholders: `found` and `wanted` the two values that disagree, `number`
of a document, `condition`, `status`, `day`, `issued`, `expires`, `item`, `near`
the nearest known name, `kind`, `why` a reason code.
"""

from conformance.wording.sentences import Wording

EVIDENCE: dict[str, Wording] = {
    # nothing there
    "no-evidence": Wording(
        "没有提交任何证据", "no evidence was sent",
        "请提交覆盖本项的证据({kind});尚无的,请先安排检测或检查",
        "send evidence that covers it ({kind}); where there is none yet, have it tested or inspected",
    ),
    "evidence-not-admissible": Wording(
        "提交的证据均不予采信(原因见所列文件)",
        "none of the evidence sent is admissible (each document says why)",
        "请按各文件后注明的原因补正后重新提交", "put right what is said of each document, and send it again",
    ),
    "document-missing": Wording(
        "没有提交所要求的文件({kind})", "the document asked for was not sent ({kind})",
        "请提交该文件及其状态查询结果", "send the document, with its status looked up",
    ),
    "statement-missing": Wording(
        "没有声明写明“{detail}”", "no declaration states “{detail}”",
        "请提交由制造商签署、写明该承诺的声明", "send a signed declaration that states it",
    ),
    "part-kind-unknown": Wording(
        "有部件未写明种类或种类不在规范中,无法确定是否为{kind}", "a declared part has no kind that the spec knows; it may be a {kind}",
        "请写明部件的 kind", "state the kind of the part",
    ),
    "date-in-future": Wording(
        "申报的 {attribute}({value})晚于判定基准日,不予采用", "the declared {attribute}, {value}, is after the as-of date: left out",
        "请核对日期", "check the date",
    ),
    "parts-not-declared": Wording(
        "未申报部件({kind}):至少 {need} 个", "parts of the kind {kind} are not declared: at least {need}",
        "请在 subject.parts 中列出全部此类部件", "list every such part under subject.parts",
    ),
    "marking-missing": Wording(
        "没有提交{place}上的标志照片", "no picture of the marking is there (place: {place})",
        "请提交该处标志的清晰照片", "send a clear photograph of the marking there",
    ),
    "marking-not-shown": Wording(
        "标志“{found}”只有申请方的转述,没有照片或检验记录",
        "the marking “{found}” is only the applicant's transcription, with no photograph or inspection",
        "请提交照片或检验记录", "send a photograph or an inspection record",
    ),
    # condition and attributes
    "condition-false": Wording(
        "不适用:条件“{condition}”不成立({detail})",
        "does not apply: the condition “{condition}” is false ({detail})",
    ),
    "applicability-unknown": Wording(
        "无法确定是否适用:条件“{condition}”取决于未申报的 {detail}",
        "whether it applies is not known: “{condition}” depends on {detail}, which is not declared",
        "请申报 {detail}", "declare {detail}",
    ),
    "attribute-contradicted": Wording(
        "按申报情况(条件“{condition}”)本项不适用,但文件中有该项的结果 {value}",
        "as declared, “{condition}” is false and this does not apply, but a document holds the result {value}",
        "请核对申报的属性 {detail},并更正申报或说明该结果",
        "check the declared {detail}; correct it, or explain the result",
    ),
    "attribute-unevidenced": Wording(
        "本项因申报的属性 {detail} 而不适用,但该属性没有证据",
        "this would not apply because of the declared {detail}, for which there is no evidence",
        "请提交证明该属性的文件", "send a document that shows it",
    ),
    "attribute-not-declared": Wording(
        "规范没有属性 {attribute}", "the spec knows no attribute {attribute}",
        "请使用规范列出的属性名;是否为 {near}?", "use a name that the spec has; did you mean {near}?",
    ),
    "attribute-unreadable": Wording(
        "属性 {attribute} 的值 {value} 无法读取", "the value {value} of {attribute} cannot be read",
        "[可取:{choices}|请按该属性的类型书写:数值带单位、日期或文字]", "[its choices are: {choices}|write what the spec asks for: a number with its unit, a day, or words]",
    ),
    # editions and dates
    "clause-open": Wording(
        "条款库中尚无该条款的数值:{detail}", "the catalogue does not have the figure of this clause: {detail}",
        "由掌握标准文本的机构补充条款库,或由认证机构判定",
        "a body that owns the text completes the catalogue, or a certification body decides",
    ),
    "clause-unverified": Wording(
        "条款数值的来源为“{provenance}”,未与标准文本核对(严格模式)",
        "the figure of the clause is “{provenance}” and was not read in the standard (strict mode)",
        "对照标准文本核对条款库", "check the catalogue against the text of the standard",
    ),
    "deciding-date-unknown": Wording(
        "未说明决定适用版本的日期,而各版本的结论不同",
        "the date that decides the edition is not stated, and the editions differ",
        "请申报生产日期(进口产品为进口日期)", "declare the date of manufacture (or of import)",
    ),
    "no-edition-accepted": Wording(
        "按产品的日期,没有可采用的版本({detail})", "no edition is accepted for the product's date ({detail})",
        "请核对生产日期", "check the date of manufacture",
    ),
    "edition-not-accepted": Wording(
        "依据 {found},而适用的是 {wanted}", "it is under {found}; {wanted} governs",
        "请按 {wanted} 重新检测", "have it tested under {wanted}",
    ),
    "edition-not-stated": Wording(
        "未写明依据的标准版本,适用的是 {wanted}", "the edition is not stated; {wanted} governs",
        "请实验室写明标准号和年号", "ask the laboratory for designation and year",
    ),
    "edition-unknown": Wording(
        "本规范采用的版本中没有 {edition}", "{edition} is none of the editions that the spec uses",
        "请核对标准号;如为 {near} 的笔误请更正;不是笔误的,请按适用的版本重新检测",
        "check the designation; if it is a slip for {near}, correct it; if it is none, have it tested under the edition that applies",
    ),
    "edition-withdrawn": Wording(
        "检测结束于版本失效之后:{found},最后有效日 {wanted}",
        "testing ended after the edition's last day: {found}, last day {wanted}",
        "请按现行版本重新检测", "have it tested under the edition in force",
    ),
    "tested-before-edition": Wording(
        "检测日期 {found} 早于版本发布日 {wanted}", "tested on {found}, before the edition was issued on {wanted}",
        "请实验室核对日期和标准版本", "ask the laboratory to check date and edition",
    ),
    "issued-after-as-of": Wording(
        "文件日期 {found} 晚于判定基准日,不予考虑", "dated {found}, after the as-of date: left out",
        "请核对日期", "check the date",
    ),
    "dates-impossible": Wording(
        "日期先后矛盾:{first},{second}", "the dates contradict each other: {first}, {second}",
        "请出具方更正后重新出具", "ask whoever issued it for a corrected document",
    ),
    "report-too-old": Wording(
        "检测(检查)结束于 {found},超过允许的期限 {limit}", "the test or visit ended on {found}, longer ago than {limit}",
        "请提交期限内的报告", "send a report that is not older",
    ),
    "test-date-not-stated": Wording(
        "未写明检测(检查)日期,无法按 {limit} 核对", "the dates of the test or visit are not stated, so they cannot be held against {limit}",
        "请出具方写明检测(检查)的起止日期", "ask whoever issued it for the first and last day of the test or visit",
    ),
    # identity
    "wrong-model": Wording(
        "文件的型号 {found},产品型号 {wanted}", "it is about the model {found}; the product is {wanted}",
        "请提交该型号的文件,或写明覆盖该型号的文件",
        "send a document on this model, or one that says it covers this model",
    ),
    "wrong-brand": Wording(
        "文件的品牌 {found},产品的品牌 {wanted}", "it is about the brand {found}; the product is {wanted}",
        "请提交本品牌的文件", "send a document on this brand",
    ),
    "wrong-factory": Wording(
        "文件的工厂 {found},产品的工厂 {wanted}", "it is about the factory {found}; the product is from {wanted}",
        "请提交该工厂的文件", "send a document on this factory",
    ),
    "wrong-holder": Wording(
        "文件的持有人或签署人为 {found},申报的为 {wanted}", "it is held or signed by {found}; declared is {wanted}",
        "请提交由所申报的制造商(或进口商)持有或签署的文件;文件上的一方确为制造商或进口商的,请如实申报",
        "send one that the declared manufacturer or importer holds or signed; where the one named in it really is that, declare it so",
    ),
    "wrong-lot": Wording(
        "文件的批号 {found},产品的批号 {wanted}", "it is about the lot {found}; the lot judged is {wanted}",
        "请提交该批的文件", "send a document on this lot",
    ),
    "wrong-part": Wording(
        "文件只针对部件 {found},此处须针对[部件 {wanted}|整个产品]",
        "it is about the part {found} alone; here it has to be about [the part {wanted}|the whole product]",
        "请提交针对它的文件,或改正文件的 part", "send a document on it, or correct the part of the document",
    ),
    "number-not-stated": Wording(
        "文件没有编号,无法查询其真伪和状态", "the document has no number, so that nobody can look it up",
        "请提交载有编号的完整文件(证书号、许可证号或报告编号)",
        "send the document with its number (of the certificate, the licence or the report)",
    ),
    "model-not-stated": Wording(
        "文件未写明型号[(应为 {wanted})]", "the document names no model[ (should be {wanted})]",
        "请出具方写明型号", "ask its issuer for the model",
    ),
    "subject-model-not-stated": Wording(
        "产品未申报型号,文件的型号为 {found}", "the product's model is not declared; the document is about {found}",
        "请申报型号", "declare the model",
    ),
    "differences-not-stated": Wording(
        "报告检测的是 {found},声称覆盖 {wanted},但未说明差异",
        "{found} was tested and {wanted} is said to be covered, without saying how they differ",
        "请实验室写明各覆盖型号的差异", "ask the laboratory how the covered models differ",
    ),
    "difference-affects-clause": Wording(
        "检测型号 {found} 与 {wanted} 在 {difference} 上不同,而本条款与之有关",
        "{found} was tested; {wanted} differs in {difference}, which this clause depends on",
        "请对该型号补测本项", "have this item tested on this model",
    ),
    "brand-not-declared": Wording(
        "文件写明品牌 {found},而产品未申报品牌", "the document is about the brand {found}; the product's is not declared",
        "请申报品牌", "declare the brand",
    ),
    "brand-not-stated": Wording(
        "文件未写明品牌", "the document names no brand", "请提交写明品牌的文件", "send one that names the brand",
    ),
    "wrong-manufacturer": Wording(
        "报告的生产者为 {found},申报的为 {wanted}", "the report is about goods of {found}; declared is {wanted}",
        "请提交该生产者产品的报告;报告上的一方确为制造商、工厂或进口商的,请如实申报",
        "send a report on goods of the declared manufacturer; where the one named in it really is that, its factory or importer, declare it so",
    ),
    "factory-not-declared": Wording(
        "文件写明工厂 {found},而产品未申报工厂", "the document is about the factory {found}; the product's is not declared",
        "请申报工厂", "declare the factory",
    ),
    "factory-not-stated": Wording(
        "文件未写明场所", "the document does not say which site it is about",
        "请出具方写明场所", "ask its issuer for the site",
    ),
    "holder-not-declared": Wording(
        "文件属于 {found},而产品未申报制造商", "the document is {found}'s; the manufacturer is not declared",
        "请申报制造商", "declare the manufacturer",
    ),
    "holder-not-stated": Wording(
        "文件未写明持有人或签署人", "the document names nobody who holds or signed it",
        "请补充持有人或签署人", "state who holds or signed it",
    ),
    "part-model-not-stated": Wording(
        "报告针对产品 {found},未写明所测部件的型号(应为 {wanted})",
        "the report is about the product {found} and does not say that the part tested is {wanted}",
        "请实验室写明部件型号", "ask the laboratory for the model of the part",
    ),
    "difference-not-understood": Wording(
        "检测型号 {found} 与 {wanted} 的差异“{difference}”不是规范中的属性,无法判断是否影响本项",
        "{found} was tested; whether its difference from {wanted}, “{difference}”, affects this clause is not known",
        "请用规范的属性名说明差异,或对该型号补测", "say it in the attributes of the spec, or have this model tested",
    ),
    # admissibility
    "kind-not-accepted": Wording(
        "此类文件({found})不能证明本项", "this kind of document ({found}) does not show it",
        "请提交所要求种类的证据", "send evidence of the kind asked for",
    ),
    "laboratory-not-named": Wording(
        "报告未写明实验室名称", "the report does not name its laboratory",
        "请提交写明实验室名称的报告(要求 {wanted})", "send a report that names the laboratory ({wanted} is asked for)",
    ),
    "laboratory-not-accredited": Wording(
        "实验室[ {found}] 未写明所要求的资质({wanted}),或编号的写法不对",
        "the laboratory[ {found}] does not state what is asked for ({wanted}), or not in the form of such a number",
        "请提交具备该资质并写明其编号的实验室的报告", "send a report of a laboratory that has it and states its number",
    ),
    "accreditation-not-valid": Wording(
        "经查询,实验室[ {found}] 的 {wanted} 资质不在有效期内",
        "the register says that the {wanted} of [{found}|the laboratory] is not in force",
        "请提交资质在有效期内的实验室的报告", "send a report of a laboratory whose accreditation is in force",
    ),
    "accreditation-not-then": Wording(
        "经查询,实验室[ {found}] 的 {wanted} 资质期间为 {limit},检测结束于 {day}",
        "the register says that the {wanted} of [{found}|the laboratory] held {limit}; testing ended on {day}",
        "请由检测当日具备该资质的实验室重新检测",
        "have it tested by a laboratory that is accredited on the day of testing",
    ),
    "standard-not-in-scope": Wording(
        "经查询,实验室[ {found}] 的 {kind} 能力范围不含 {wanted}",
        "the {kind} scope of [{found}|the laboratory] in the register does not list {wanted}",
        "请由能力范围包含该标准或方法的实验室检测;范围已扩项的,请评审方补登",
        "have it tested by a laboratory whose scope lists the standard or the method; "
        "where the scope was extended, have the assessor look it up again",
    ),
    "scope-undecided": Wording(
        "结果未写明所依标准或方法,无法核对实验室[ {found}] 的 {wanted} 能力范围",
        "the row names no standard and no method to look for in the {wanted} scope of [{found}|the laboratory]",
        "请实验室写明检测方法标准(method)", "ask the laboratory for the standard of the method",
    ),
    "register-incomplete": Wording(
        "{found} 的查询结果未登记 {wanted}", "the look-up of {found} does not say {wanted}",
        "请评审方在查询结果中补登起始日(from)和能力范围(scope)",
        "have the assessor add to the look-up the first day (from) and the standards (scope)",
    ),
    "completeness-not-stated": Wording(
        "未说明报告是否完整(全部页、签字、盖章)", "it is not said whether the report is complete, signed and sealed",
        "请提交完整报告的扫描件", "send the complete report",
    ),
    "report-incomplete": Wording(
        "报告不完整", "the report is incomplete", "请提交全部页", "send all pages",
    ),
    "report-not-final": Wording(
        "报告不是正式版本", "the report is a draft", "请提交正式报告", "send the final report",
    ),
    "sampling-not-stated": Wording(
        "未说明抽样方", "it is not said who drew the sample",
        "请实验室写明抽样方", "ask the laboratory who drew the sample",
    ),
    "sample-drawn-by-client": Wording(
        "样品由 {found} 送样,本项要求第三方抽样", "the sample was drawn by {found}; a third party must draw it",
        "请由第三方抽样后检测", "have a third party draw the sample",
    ),
    "sample-count-impossible": Wording(
        "样品数“{found}”不可能", "a sample of “{found}” is not possible",
        "请出具方更正样品数", "ask whoever issued it to correct the number of specimens",
    ),
    "conclusion-open": Wording(
        "总结论为“{found}”,尚未作出结论", "the document concludes “{found}”: nothing is concluded yet",
        "请提交作出结论的最终文件", "send the final document, with its conclusion",
    ),
    "conclusion-contradicts-rows": Wording(
        "报告总结论为“{found}”,但没有一项结果为不符合",
        "the report concludes “{found}”, and no row of it fails",
        "请实验室说明哪一项不符合", "ask the laboratory which item failed",
    ),
    "method-not-stated": Wording(
        "未写明检测方法(要求 {wanted})", "the method is not stated ({wanted} is asked for)",
        "请实验室写明方法标准", "ask the laboratory for the method",
    ),
    "method-differs": Wording(
        "方法为 {found},要求 {wanted}", "the method is {found}; {wanted} is asked for",
        "请按要求的方法检测", "have it tested by that method",
    ),
    "method-deviation": Wording(
        "检测有偏离:{found}", "the test deviated from the method: {found}",
        "请按方法检测,或由实验室说明偏离不影响结果", "test by the method, or have the deviation justified",
    ),
    "test-condition-not-stated": Wording(
        "未写明试验条件 {condition}(要求 {wanted})", "the test condition {condition} is not stated ({wanted} is asked for)",
        "请实验室写明试验条件 {condition}({wanted})", "ask the laboratory to state {condition} ({wanted})",
    ),
    "test-condition-differs": Wording(
        "试验条件 {condition} 为 {found},要求 {wanted}", "the test condition {condition} is {found}; {wanted} is asked for",
        "请按要求的条件检测:{condition} {wanted}", "have it tested under the condition asked for: {condition} {wanted}",
    ),
    "test-condition-unknown": Wording(
        "试验条件 {condition} 取决于未申报的 {wanted}", "the test condition {condition} depends on {wanted}, which is not declared",
        "请申报 {wanted}", "declare {wanted}",
    ),
    "extraction-unconfirmed": Wording(
        "机读结果的置信度 {found} 低于 {wanted},未经人工确认",
        "the value was read by a machine with confidence {found}, below {wanted}, and nobody confirmed it",
        "请人工核对该结果", "have a person compare it with the document",
    ),
    "superseded": Wording("已由后续文件代替", "a later document replaces it"),
    "supersession-unproven": Wording(
        "文件声称代替 {document},但未能证明({detail}),两份结果都保留",
        "it says it replaces {document}, which is not proven ({detail}); both results stand",
        "请补充同一实验室、同一样品或整改说明", "show the same laboratory and sample, or what was changed",
    ),
    "adverse-evidence-unresolved": Wording(
        "[文件 {document} |有文件]不予采信,但其中有不利结果[“{value}”][(限值 {limit})],须先澄清",
        "[the document {document}|a document] is not admissible, yet holds a bad result[ “{value}”][ (limit {limit})]",
        "请说明该结果,或由评审方附理由排除", "explain that result, or have the assessor dismiss it with a reason",
    ),
    "more-values-than-specimens": Wording(
        "结果({value})的个数多于样品数 {detail}", "there are more results ({value}) than the sample had specimens: {detail}",
        "请实验室说明每个结果属于哪个试样", "ask the laboratory which result is of which specimen",
    ),
    "points-of-one-specimen": Wording(
        "一个试样有多个测点({value}),未说明如何得到该试样的结果",
        "one specimen has several points ({value}); how they make its result is not said",
        "请按试样给出结果", "give one result per specimen",
    ),
    "laboratory-says-not-tested": Wording(
        "单项结论为“{value}”,结果栏却有数值", "the row has a result, and its verdict says “{value}”",
        "请出具方说明本项是否已检测,并出具修改件", "ask whoever issued it whether this was tested, and for an amended document",
    ),
    "verdict-not-understood": Wording(
        "实验室的单项结论“{value}”无法识别", "the laboratory's verdict “{value}” is no word that is known",
        "请写明符合或不符合", "write pass or fail",
    ),
    # rows that are evidence for nothing
    "no-requirement": Wording(
        "“{item}”不对应本规范的任何要求", "“{item}” answers no requirement of this spec",
        "如应采用,请写明标准条款或项目名", "if it should count, state its clause or item",
    ),
    "no-such-requirement": Wording(
        "本规范没有要求“{item}”", "this spec has no requirement “{item}”",
        "如应采用,请写明标准条款、项目名或本规范的要求名;是否为 {near}?",
        "if it should count, state its clause, its item or a requirement of this spec; did you mean {near}?",
    ),
    "ambiguous-row": Wording(
        "“{item}”可能对应多项要求", "“{item}” may answer several requirements",
        "请写明条款、项目或部件", "state the clause, the item or the part",
    ),
    "part-not-named": Wording(
        "“{item}”未指明部件({kind})", "“{item}” does not say of which part it is ({kind})",
        "请写明已申报部件的 id", "name the id of a declared part",
    ),
    # certificates and other documents that are the requirement
    "certificate-in-force": Wording(
        "{kind} {number} 在 {day} 处于有效期内(状态 {status}[,查询日 {checked}])",
        "the {kind} {number} was in force on {day} (status {status}[, looked up on {checked}])",
    ),
    "certificate-covers": Wording(
        "证书 {number} 覆盖本条款", "the certificate {number} covers this clause"
    ),
    "certificate-withdrawn": Wording(
        "{kind} {number} 已撤销", "the {kind} {number} was withdrawn",
        "请取得新的{kind}后提交;已撤销的不得再用", "obtain a new {kind} and send it; this one counts no more",
    ),
    "certificate-after-manufacture": Wording(
        "{kind} {number} 于 {issued} 颁发,晚于生产(进口)日期 {day}",
        "the {kind} {number} was issued on {issued}, after manufacture or import on {day}",
        "请提交该日之前已颁发的{kind};获证前生产(进口)的产品不得放行",
        "send a {kind} issued on or before that day; goods made or imported before it are not released",
    ),
    "certificate-expired": Wording(
        "{kind} {number} 于 {expires} 到期,早于 {day}", "the {kind} {number} expired on {expires}, before {day}",
        "请提交在该日处于有效期内的{kind}", "send a {kind} that was in force on that day",
    ),
    "certificate-suspended": Wording(
        "{kind} {number} 处于暂停状态", "the {kind} {number} is suspended",
        "恢复后提交新的状态查询结果", "send its status once it is restored",
    ),
    "certificate-ended-when": Wording(
        "{kind} {number} 的状态为 {status},未说明自何日起", "the {kind} {number} is {status}; since when is not known",
        "请提交注明日期的状态查询结果", "send the status with its date",
    ),
    "certificate-covers-other-standards": Wording(
        "[证书列明的标准为 {found},不含 {wanted}|证书未列明任何标准(要求 {wanted})]", "[the certificate names {found} and not {wanted}|the certificate names no standard ({wanted} is asked for)]",
        "请提交列明该标准的证书", "send a certificate that names it",
    ),
    "other-scheme": Wording(
        "[证书的认证制度为 {found},要求 {wanted}|证书未写明认证制度(要求 {wanted})]", "[the certificate is of the scheme {found}; {wanted} is asked for|the certificate names no scheme ({wanted} is asked for)]",
        "请提交该制度的证书", "send a certificate of that scheme",
    ),
    "status-not-stated": Wording(
        "[{kind} {number} 的状态“{status}”不是已知的状态|未说明{kind} {number} 的状态]", "[the status “{status}” of the {kind} {number} is none that is known|the status of the {kind} {number} is not stated]",
        "请提交状态查询结果,写明状态和查询日", "send its status as it was looked up, with the day of the look-up",
    ),
    "status-not-looked-up": Wording(
        "{kind} {number} 的状态“{status}”没有可用的查询日([查询日 {checked}|未写明查询日],判定日 {day})",
        "the status “{status}” of the {kind} {number} was not looked up for {day} ([looked up on {checked}|no day of a look-up is stated])",
        "请提交该日之后、判定基准日之前的查询结果", "look the status up on that day or later, and not after the as-of date",
    ),
    "status-disputed": Wording(
        "登记库在 {checked} 对 {number} 未记载暂停或撤销,而文件自身写的状态为“{status}”,且未写明早于该日",
        "the register had {number} in force on {checked}, and the document itself says “{status}”, not earlier than that",
        "请评审方再次查询登记库;申请方写明该状态的查询日",
        "have the assessor look it up again, and state the day on which that status was looked up",
    ),
    "register-not-consulted": Wording(
        "{found} 的状态须由评审方在登记库中查询", "{found} must be looked up in the register by the assessor",
        "请评审方查询并登记结果", "have the assessor look it up",
    ),
    "issue-date-not-stated": Wording(
        "文件 {number} 未写明签发日期", "the document {number} has no date of issue",
        "请补充签发日期", "state the date of issue",
    ),
    "document-in-force": Wording("文件 {number} 在 {day} 处于有效期内", "the document {number} is in force on {day}"),
    "document-not-in-force": Wording(
        "文件 {number} 在 {day} 不在有效期([{issued} 至 {expires}|自 {issued} 起])",
        "the document {number} is not in force on {day} ([{issued} to {expires}|from {issued}])",
        "请提交在有效期内的文件", "send one that is in force",
    ),
    "document-revoked": Wording(
        "文件 {number} 已被收回(状态:{status})", "the document {number} was taken back (status: {status})",
        "请提交未被收回的文件", "send one that still stands",
    ),
    "document-suspended": Wording(
        "文件 {number} 的状态为“{status}”,不能认定未被收回",
        "the status of the document {number} is “{status}”: whether it still stands is open",
        "恢复后提交新的状态查询结果", "send its status once it stands again",
    ),
    "chain-unbroken": Wording(
        "授权链完整:{start} 至 {end}", "the chain of authorizations is unbroken from {start} to {end}"
    ),
    "chain-broken": Wording(
        "授权链不完整:{start} 至 {end} 之间缺少授权", "the chain of authorizations from {start} to {end} has a gap",
        "请补交缺少的授权书", "send the missing authorization",
    ),
    "chain-not-rooted": Wording(
        "没有在期的“{wanted}”证明品牌归谁所有", "no “{wanted}” in force shows who owns the brand",
        "请提交写明品牌、持有人和期限的“{wanted}”", "send the “{wanted}”, with brand, holder and dates",
    ),
    "link-not-dated": Wording(
        "授权 {number} 未写明起止日", "the authorization {number} does not state its first and last day",
        "请提交写明起止日的授权书", "send one that states both",
    ),
    # identifiers, GB 32100 and others
    "identifier-well-formed": Wording(
        "{number} 的写法和校验位正确({limit})", "{number} is well formed, its check digits are right ({limit})",
    ),
    "identifier-malformed": Wording(
        "{number} 的位数或字符不合规则({kind},{limit})", "{number} has not the form of a {kind} ({limit})",
        "请对照原件更正", "correct it from the original",
    ),
    "identifier-check-digit": Wording(
        "{number} 的第 {place} 位应为 {wanted}({limit})", "in {number}, character {place} should be {wanted} ({limit})",
        "请对照原件更正;更正后仍不符的,不是真实的号码", "correct it from the original; if it stays so, it is no real number",
    ),
    "identifier-not-stated": Wording(
        "未写明 {detail}({kind})", "{detail} is not stated ({kind})",
        "请补充 {detail}", "state {detail}",
    ),
    "identifier-differs": Wording(
        "文件上为 {number},[申报的为 {wanted}|未申报 {place}]", "the document says {number}; [declared is {wanted}|{place} is not declared]",
        "[请核对是否为同一主体;不是的,请提交 {wanted} 的文件|请申报 {place}]", "[make sure that it is the same party; if it is not, send the document of {wanted}|declare {place}]",
    ),
    "identifier-other-kind": Wording(
        "{number} 自第 {place} 位起为 {found},与申报的 {detail}({value},应为 {wanted})不符",
        "from place {place} on {number} says {found}; {detail} is declared as {value}, which is {wanted}",
        "请核对该文件是否属于本商品,或更正申报", "make sure that the document is about this product, or correct what is declared",
    ),
    # days
    "day-not-come": Wording(
        "{first},{second}:{day} 尚未到来", "{first}, {second}: {day} has not come yet",
        "请在该日之后重新提交", "send it again after that day",
    ),
    "ended-before": Wording(
        "{first},{second}:到期在先", "{first}, {second}: it had ended before",
        "该批不得入库或使用", "the lot must not be taken in or used",
    ),
    # linked submissions
    "linked-conforms": Wording("关联提交 {number} 符合 {detail}", "the linked submission {number} meets {detail}"),
    "linked-fails": Wording(
        "关联提交 {number} 不符合 {detail}:{members}", "the linked submission {number} does not meet {detail}: {members}",
        "见关联提交的判定结果", "see its own answer",
    ),
    "linked-open": Wording(
        "关联提交 {number} 尚不能按 {detail} 判定:{members}", "the linked submission {number} is not settled under {detail}: {members}",
        "见关联提交的判定结果", "see its own answer",
    ),
    "linked-not-named": Wording(
        "未写明关联提交({kind},按 {detail} 判定)", "no linked submission is named ({kind}, under {detail})",
        "在 linked 中写明其提交编号,并一并判定", "name it under `linked`, and check both together",
    ),
    "linked-not-sent": Wording(
        "关联提交 {number} 不在所判定的文件中", "the linked submission {number} is not among the files",
        "请一并判定:conformance check 本提交 关联提交", "check them together: conformance check THIS THAT",
    ),
    "linked-twice": Wording(
        "有多份提交的编号为 {number}", "several submissions have the id {number}",
        "请只保留一份", "keep one of them",
    ),
    "linked-other-subject": Wording(
        "[关联提交的对象为 {found}|关联提交未写明对象],[本提交申报的是 {wanted}|本提交未申报]", "[the linked submission is about {found}|the linked submission does not say what it is about]; [declared here is {wanted}|nothing is declared here]",
        "请关联所申报对象的提交", "link the submission about that one",
    ),
    "party-not-stated": Wording(
        "未说明授权链的两端({start}、{end})", "the ends of the chain are not stated ({start}, {end})",
        "请申报品牌和商家名称", "declare brand and merchant",
    ),
    "category-not-covered": Wording(
        "[文件所载品类为 {found},不含 {wanted}|文件未写明品类(要求 {wanted})]", "[it covers the categories {found} and not {wanted}|it names no category ({wanted} is asked for)]",
        "请提交覆盖该品类的文件", "send one for this category",
    ),
    "territory-not-covered": Wording(
        "[授权地域为 {found},要求 {wanted}|授权未写明地域(要求 {wanted})]", "[it covers {found}; {wanted} is asked for|it names no territory ({wanted} is asked for)]",
        "请提交覆盖该地域的授权", "send one for this territory",
    ),
    # marking
    "words-shown": Wording("{place}上有所要求的用语", "the words asked for are shown (place: {place})"),
    "words-missing": Wording(
        "{place}上为“{found}”,没有“{wanted}”", "at {place} stands “{found}” and not “{wanted}”",
        "按要求的用语更正标志,并提交更正后的照片", "correct the marking to those words, and send a photograph of it",
    ),
    "words-forbidden": Wording(
        "{place}上出现不允许的“{wanted}”", "at {place} stands “{wanted}”, which is forbidden",
        "删除该用语,并提交更正后的照片", "remove those words, and send a photograph of the marking",
    ),
    "words-not-exactly-one": Wording(
        "{place}上为“{found}”,应恰好有其一:{wanted}", "at {place} stands “{found}”; exactly one is asked for of: {wanted}",
        "更正标志,并提交更正后的照片", "correct the marking, and send a photograph of it",
    ),
    # groups and the whole
    "group-met": Wording("组合要求已满足({members})", "the group is met ({members})"),
    "group-not-met": Wording(
        "组合要求未满足({members})", "the group is not met ({members})",
        "见成员要求,{combination}:{members}", "see its members, {combination}: {members}",
    ),
    "group-open": Wording(
        "组合要求尚不能判定({members})", "the group is not settled ({members})",
        "见成员要求,{combination}:{members}", "see its members, {combination}: {members}",
    ),
    "group-empty": Wording("组合中没有适用的要求({members})", "no member of the group applies ({members})"),
    "nothing-evaluated": Wording(
        "有章节没有任何要求得到判定", "in some section nothing was evaluated",
        "请提交覆盖每个章节的证据", "send evidence for every section",
    ),
    "spec-not-in-force": Wording(
        "该版本的规范在判定基准日不在有效期", "this version of the spec is not in force on the as-of date",
        "请采用在有效期内的版本", "use a version that is in force",
    ),
    "out-of-scope": Wording(
        "产品不属于该规范的范围", "the subject is outside the scope of the spec",
        "请采用适用的规范", "use the spec that applies",
    ),
    "group-unsatisfiable": Wording(
        "适用的成员少于所要求的 {need} 个({members})", "fewer than {need} members apply ({members})",
        "请核对规范的该组合", "check the group in the spec",
    ),
    "recommendation-not-met": Wording(
        "推荐性要求未满足:{detail}", "a recommendation is not met: {detail}",
    ),
    "recommendation-open": Wording(
        "推荐性要求未能判定:{detail}", "a recommendation is not settled: {detail}",
    ),
    "editions-mixed": Wording(
        "各项结果依据不同版本:{found}", "the results are under different editions: {found}",
        "请按同一版本提交全部结果", "send all results under one edition",
    ),
    "against-unverified-figure": Wording(
        "此结论依据条款库中未经核对的数值({provenance})", "this is against the catalogue's unverified figure ({provenance})",
    ),
    # sampling of lots, GB/T 2828.1
    "lot-accepted": Wording(
        "{value}:符合抽样方案 {limit}", "{value}: accepted under the plan {limit}",
    ),
    "lot-rejected": Wording(
        "{value}:达到拒收数,方案 {limit}", "{value}: the rejection number of the plan {limit} is reached",
        "整批处理后重新提交检验", "have the lot put right and inspected again",
    ),
    "plan-not-established": Wording(
        "批量 {detail} 的抽样方案({limit})未能与标准核对", "the plan for a lot of {detail} ({limit}) was not checked against the standard",
        "请评审方确定抽样方案", "have the assessor fix the plan",
    ),
    "lot-history-not-stated": Wording(
        "检验记录未写明以往各批是否接收,不能确定检验的严格程度",
        "the inspection does not say what became of the lots before; the severity is not known",
        "请检验方在 history 中按先后写明;首批写 []", "have the inspector list them in `history`, oldest first; [] for the first lot",
    ),
    "inspection-discontinued": Wording(
        "加严检验中累计五批未接收,暂停抽样验收", "five lots were not accepted under tightened inspection; acceptance is discontinued",
        "供方改进并经认可后,从加严检验重新开始", "once the supplier has improved, begin again under tightened inspection",
    ),
    "lot-size-not-stated": Wording(
        "[批量不一致,或不是数目:{value}|未说明批量]", "[the lot size is no number, or is stated differently: {value}|the lot size is not stated]",
        "请申报 subject.quantity,并与检验记录核对", "declare subject.quantity as the inspection states it",
    ),
    "sample-count-not-stated": Wording(
        "检验记录未写明样本量", "the inspection does not state how many were inspected",
        "请检验方写明样本量", "ask the inspector for the sample size",
    ),
    "sample-too-small": Wording(
        "检验了 {count} 件,方案 {limit} 要求 {need} 件", "{count} were inspected; the plan {limit} asks for {need}",
        "补足样本量后重新检验", "inspect as many as the plan asks for",
    ),
    "sample-too-large": Wording(
        "检验了 {count} 件,多于方案 {limit} 的 {need} 件,缺陷数 {value} 不能据此判定",
        "{count} were inspected, more than the {need} of the plan {limit}; {value} does not settle it",
        "按方案的样本量检验", "inspect as many as the plan asks for",
    ),
    "defects-not-counted": Wording(
        "没有 {detail} 类缺陷的数目", "there is no count of the defects of class {detail}",
        "请检验方写明各类缺陷数", "ask the inspector for the number of each class",
    ),
    "lot-not-stated": Wording(
        "检验记录未写明批号[(应为 {wanted})]", "the inspection names no lot[ (should be {wanted})]",
        "请检验方写明批号", "ask the inspector for the lot",
    ),
    "lot-not-declared": Wording(
        "文件写明批号 {found},而未申报所判定的批号", "the document is about the lot {found}; the lot judged is not declared",
        "请申报 subject.lot", "declare subject.lot",
    ),
    # what a document says against itself
    "conclusion-against-row": Wording(
        "报告总结论为符合,但[“{item}”一项|有一项]为不符合", "the report concludes pass while [“{item}”|a row of it] fails",
        "请实验室说明", "ask the laboratory",
    ),
    # concessions
    "concession-of-law": Wording(
        "不得对有强制力的条款让步:{detail}", "there is no concession from a clause with legal force: {detail}",
        "撤回该让步", "withdraw it",
    ),
    "concession-expired": Wording(
        "让步已[于 {expires} ]到期:{detail}", "the concession expired[ on {expires}]: {detail}",
        "重新审批", "have it approved anew",
    ),
    "concession-unused": Wording(
        "让步未被使用:{detail} 并非不符合", "the concession is not used: {detail} does not fail",
    ),
    "concession-unknown-target": Wording(
        "让步所指的要求不存在:{detail}", "the concession names no requirement: {detail}",
        "核对要求名", "check the name",
    ),
    "concession-other-subject": Wording(
        "让步针对其他型号:{detail}", "the concession is for another model: {detail}",
    ),
    "concession-exceeded": Wording(
        "结果超出让步的范围:{detail}", "the result is outside the range of the concession: {detail}",
        "重新审批", "have it approved anew",
    ),
    "concession-unreadable": Wording(
        "让步的范围无法读取:{detail}", "the range of the concession cannot be read: {detail}",
        "写成限值,例如 <= 1.2 mA", "write it as a limit, such as <= 1.2 mA",
    ),
    # ---- what a report that was read by the program says against itself
    "report-passes-failing-row": Wording(
        "报告总体结论为通过,而“{item}”一行判为 {found}", "the report concludes a pass while its row {item!r} says {found}",
        "请实验室更正报告", "have the laboratory correct the report",
    ),
    "report-verdict-against-number": Wording(
        "“{item}”一行测得 {value},按该行的要求 {limit} 与实验室的判定 {found} 不一致",
        "row {item!r} has {value}, which its own requirement {limit} does not judge as the laboratory did: {found}",
        "请实验室更正报告", "have the laboratory correct the report",
    ),
    "report-quotes-another-limit": Wording(
        "“{item}”一行所引要求为 {found},条款的要求为 {limit}", "row {item!r} quotes the requirement {found}; the clause's is {limit}",
        "请实验室说明所依据的版本和限值", "ask the laboratory which edition and limit it used",
    ),
    "report-days-impossible": Wording(
        "报告日期不可能:{first} 晚于 {second}", "the report's days are impossible: {first} is after {second}",
        "请实验室更正报告", "have the laboratory correct the report",
    ),
    "report-pages-missing": Wording(
        "报告共 {count} 页,缺第 {number} 页", "the report has {count} pages, and page {number} is not there",
        "请提交完整报告", "send the whole report",
    ),
    "report-part-unread": Wording(
        "报告中有未能读出的部分:{detail}", "a part of the report was not read: {detail}",
        "请对照原文;若其中有结果,请补入提交", "compare the original, and add the results that stand there",
    ),
    "report-number-twice": Wording(
        "{first} 与 {second} 报告编号同为 {number},而内容不同", "{first} and {second} have the one number {number} and differ",
        "请向实验室核实以哪一份为准", "ask the laboratory which of them stands",
    ),
    "spec-chosen-by-assessor": Wording(
        "按评审方选择的规范判定;提交中写的是 {found}", "judged by the assessor's spec; the submission names {found}",
    ),
}  # fmt: skip
