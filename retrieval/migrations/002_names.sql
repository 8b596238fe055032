-- How documents are named in questions.

-- The title without the place in front: 编制周转池管理办法 of 云澜市编制周转池管理办法（试行）. '' where there is no place, or nothing is
-- left that tells one text from another (管理办法, 实施细则). 城市, 地区, 社区 and their like are not places.
create function retrieval.local_name(title_key text) returns text language sql immutable strict parallel safe
    return coalesce(substring(title_key from
        '^(?:中国共产党|(?:中共)?.{1,7}?[^地城特社园校辖政](?:自治[区州县旗]|[省市县区州盟旗镇乡])(?:人民政府(?:办公[厅室])?)?)'
        || '(?!(?:人民政府|办公[厅室]|管理|暂行|试行|实施|工作|议事|组织|若干|补充|有关|具体|内部|关于|的)*(?:法|条例|规定|办法|细则|规则|准则|规程|章程|纲要|方案|意见|通知|决定|决议|解释|批复|公告|标准|制度|纪要)?(?:（[^）]*）)?$)'
        || '(.{4,}?)(?:（(?:试行|暂行|修订|修正|施行)[^）]*）)?$'), '');

create index document_local_name on ingest.document (retrieval.local_name(title_key)) where retrieval.local_name(title_key) <> '';

-- Each version may bear a number of its own; the document has that of one.
create index version_doc_no on ingest.version (doc_no) where doc_no <> '';
