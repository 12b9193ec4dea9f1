//! Plans drawn at random: agencies, forms and checks that a province might have. The checks can be passed by numbers that
//! aren't all 0, however they were drawn together.

use std::fmt::Write as _;

use fastrand::Rng;

/// The text of a plan.
pub fn text(seed: u64) -> String {
    let mut draw = PlanText { rng: Rng::with_seed(seed), text: String::new(), sectors: 0, communes: 0, has_two: false };
    draw.head(seed);
    draw.schemes();
    draw.agencies();
    draw.forms();
    draw.checks();
    draw.text
}

struct PlanText {
    rng: Rng,
    text: String,
    sectors: usize,
    communes: usize,
    /// Whether there is a scheme within the first.
    has_two: bool,
}

/// What the text is about, whatever was drawn.
const COMMON: &str = r#"
[office]
name = "Sở Nội vụ"
parent = "UBND tỉnh Thử"
abbreviation = "SNV"
place = "Thử"
signatory_title = "GIÁM ĐỐC"

[proposal]
labour_force = { form = "dan-so", column = "labour" }
at_work = "current"
floor_percent_of_participants = "0"
ceiling_percent_of_potential = "100"
remark_above_percent = 30
remark_above_times = 3

[[task]]
code = "thu"
clause = "III"
title = "Thu số liệu"
lead = "Sở Nội vụ"
due = "30/6"

[[measure]]
key = "current"
label = "Đang làm việc"

[[measure]]
key = "increase"
label = "Dự kiến tăng"

[[measure]]
key = "decrease"
label = "Dự kiến giảm"

[[measure]]
key = "first"
label = "Tham gia chế độ một"

[[measure]]
key = "second"
label = "Tham gia chế độ hai"

[[measure]]
key = "age"
label = "Trong độ tuổi"

[[measure]]
key = "labour"
label = "Lực lượng lao động"

[[measure]]
key = "x"
label = "Số lượt tư vấn"

[[measure]]
key = "y"
label = "Số buổi tuyên truyền"

[[measure]]
key = "z"
label = "Số hồ sơ tiếp nhận"

[[group]]
code = "tinh"
name = "Cơ quan cấp tỉnh"

[[group]]
code = "xa"
name = "UBND xã"
area = "Xã"
forms = ["viec-lam"]
"#;

impl PlanText {
    fn add(&mut self, text: &str) {
        let _ = writeln!(self.text, "{text}");
    }

    fn head(&mut self, seed: u64) {
        let (people, percent, few) = (self.rng.u64(30_000..3_000_000), self.rng.u32(15..40), self.rng.u32(10..60));
        let inclusive = self.rng.bool();
        self.add(&format!(
            "[plan]\nid = \"thu-{seed}\"\ntitle = \"Kế hoạch thử\"\nissuer = \"UBND tỉnh Thử\"\nprovince = \"tỉnh Thử\"\n\
             first_year = 2026\nlast_year = 2028\ntemplate_version = \"1\"\ncollection_task = \"thu\"\n\
             due_inclusive = {inclusive}\nunit = \"người\"\n\n[limits]\nmax_people = {people}\nyear_on_year_percent = {percent}\n\
             year_on_year_people = {few}\nrepeated_cells = 4\n"
        ));
        self.add(COMMON);
    }

    fn schemes(&mut self) {
        self.sectors = self.rng.usize(0..=3);
        self.has_two = self.rng.bool();
        for n in 0..self.sectors {
            self.add(&format!("[[sector]]\ncode = \"khoi-{n}\"\nname = \"Khối thứ {n}\"\n"));
        }
        let by_sector = |column: &str| format!("by_sector = {{ form = \"theo-khoi\", column = \"{column}\" }}\n");
        for (code, column, more) in [("mot", "first", ""), ("hai", "second", "within = \"mot\"\n")] {
            if code == "hai" && !self.has_two {
                continue;
            }
            let sectors = if self.sectors > 0 { by_sector(column) } else { String::new() };
            self.add(&format!(
                "[[scheme]]\ncode = \"{code}\"\nname = \"Chế độ {code}\"\nparticipants = [{{ form = \"theo-xa\", column = \"{column}\" }}]\n\
                 by_area = {{ form = \"theo-xa\", column = \"{column}\" }}\n{sectors}{more}"
            ));
        }
        self.indicators();
    }

    fn indicators(&mut self) {
        let (one, two) = (self.rng.u32(200..700), self.rng.u32(10..190));
        let mut percents = format!("mot = \"{}.{}\"", one / 10, one % 10);
        let mut both = vec![("mot", "first")];
        if self.has_two && self.rng.bool() {
            let _ = write!(percents, ", hai = \"{}.{}\"", (one - two) / 10, (one - two) % 10);
            both.push(("hai", "second"));
        }
        for (id, column) in both {
            self.add(&format!(
                "[[indicator]]\nid = \"{id}\"\nshort = \"{id}\"\ntitle = \"Tỷ lệ {id}\"\nclause = \"II\"\nschemes = [\"{id}\"]\n\
                 numerator = [{{ form = \"theo-xa\", column = \"{column}\" }}]\ndenominator = [{{ form = \"dan-so\", column = \"labour\" }}]\n\
                 area_numerator = [{{ form = \"theo-xa\", column = \"{column}\" }}]\n\
                 area_denominator = [{{ form = \"dan-so\", column = \"labour\" }}]\n"
            ));
        }
        for year in 2026..=2028 {
            self.add(&format!("[[target]]\nyear = {year}\nclause = \"II\"\npercent = {{ {percents} }}\n"));
        }
    }

    fn agencies(&mut self) {
        self.communes = self.rng.usize(1..=4);
        let insured = if self.sectors > 0 { "\"theo-xa\", \"theo-khoi\"" } else { "\"theo-xa\"" };
        let forms =
            [("bao-hiem", insured), ("thong-ke", "\"dan-so\""), ("van-phong", "\"khac\""), ("khu", "\"khu-vuc\"")];
        for (code, forms) in forms {
            self.add(&format!("[[agency]]\ncode = \"{code}\"\ngroup = \"tinh\"\nforms = [{forms}]\nnames = [{{ name = \"Cơ quan {code}\" }}]\n"));
        }
        for n in 0..self.communes {
            self.add(&format!("[[agency]]\ncode = \"xa-{n}\"\ngroup = \"xa\"\nnames = [{{ name = \"UBND xã Số {n}\", area = \"Xã Số {n}\" }}]\n"));
        }
    }

    fn form(&mut self, code: &str, n: usize, subject: &str, columns: &[&str], rows: &str, result: &str) {
        let columns: Vec<String> = columns.iter().map(|column| format!("{{ measure = \"{column}\" }}")).collect();
        self.add(&format!(
            "[[form]]\ncode = \"{code}\"\nnumber = \"{n:02}/T\"\nsheet = \"Biểu {n}\"\ntitle = \"Biểu {code}\"\nclause = \"III\"\n\
             subject = \"{subject}\"\ncolumns = [{}]\n{result}rows = [{rows}]\n",
            columns.join(", ")
        ));
    }

    /// Rows of people at work, with a total in some forms; each is liable for the first scheme, some for the second.
    fn rows_of_work(&mut self, prefix: &str) -> String {
        let n = self.rng.usize(1..=5);
        let codes: Vec<String> = (0..n).map(|n| format!("{prefix}-{n}")).collect();
        let mut rows = Vec::new();
        if self.rng.bool() && n > 1 {
            let parts: Vec<String> = codes.iter().map(|code| format!("\"{code}\"")).collect();
            rows.push(format!("{{ code = \"tong\", label = \"TỔNG SỐ\", parts = [{}] }}", parts.join(", ")));
        }
        for code in codes {
            let both = self.has_two && self.rng.u8(0..3) > 0;
            let schemes = if both { "\"mot\", \"hai\"" } else { "\"mot\"" };
            let sector = match self.sectors {
                0 => String::new(),
                n => format!("sector = \"khoi-{}\", ", self.rng.usize(0..n)),
            };
            rows.push(format!(
                "{{ code = \"{code}\", no = \"1\", label = \"Nhóm {code}\", {sector}schemes = [{schemes}] }}"
            ));
        }
        rows.join(", ")
    }

    fn forms(&mut self) {
        let result = "result = { key = \"eligible\", label = \"Thuộc diện\", plus = [\"current\", \"increase\"], minus = [\"decrease\"] }\n";
        for (n, code) in [(1, "viec-lam"), (2, "khu-vuc")] {
            let rows = self.rows_of_work(code);
            if self.rng.bool() {
                self.form(code, n, "compulsory", &["current", "increase", "decrease"], &rows, result);
            } else {
                self.form(code, n, "compulsory", &["current"], &rows, "");
            }
        }
        let insured: &[&str] = if self.has_two { &["first", "second"] } else { &["first"] };
        let total = "{ code = \"tong\", label = \"TOÀN TỈNH\", parts = [\"*\"] }, ";
        self.form("theo-xa", 3, "insured", insured, &format!("{total}{{ each = \"xa\" }}"), "");
        if self.sectors > 0 {
            self.form("theo-khoi", 4, "insured", insured, &format!("{total}{{ each = \"sector\" }}"), "");
        }
        self.form("dan-so", 5, "population", &["age", "labour"], &format!("{total}{{ each = \"xa\" }}"), "");
        let rows: Vec<String> =
            (0..self.rng.usize(1..=6)).map(|n| format!("{{ code = \"viec-{n}\", label = \"Việc {n}\" }}")).collect();
        self.form("khac", 6, "population", &["x", "y", "z"], &rows.join(", "), "");
    }

    fn check(&mut self, code: &str, per: &str, left: &str, relation: &str, right: &str) {
        let severity = if self.rng.bool() { "error" } else { "query" };
        self.add(&format!(
            "[[check]]\ncode = \"{code}\"\nper = \"{per}\"\nleft = [{left}]\nrelation = \"{relation}\"\nright = [{right}]\n\
             severity = \"{severity}\"\nreason = \"Điều kiện {code}\"\n"
        ));
    }

    fn checks(&mut self) {
        let column = |form: &str, column: &str| format!("{{ form = \"{form}\", column = \"{column}\" }}");
        let (first, second) = (column("theo-xa", "first"), column("theo-xa", "second"));
        let (age, labour) = (column("dan-so", "age"), column("dan-so", "labour"));
        let [x, y, z] = ["x", "y", "z"].map(|of| column("khac", of));
        let eligible = "{ eligible = \"mot\" }".to_owned();
        let mut all = vec![
            ("SUM-05", "row", "{ column = \"decrease\" }".to_owned(), "at-most", "{ column = \"current\" }".to_owned()),
            ("CROSS-03", "row", labour.clone(), "at-most", age),
            ("CROSS-04", "total", first.clone(), "at-most", eligible.clone()),
            ("CROSS-05", "area", first.clone(), "at-most", labour.clone()),
            ("CROSS-06", "total", labour, "at-least", eligible.clone()),
            ("CROSS-01", "row", x.clone(), "at-most", y.clone()),
            ("CROSS-01", "total", y.clone(), "at-least", z.clone()),
            ("CROSS-02", "total", x, "equal", z),
        ];
        if self.has_two {
            all.push(("CROSS-01", "row", second, "at-most", first.clone()));
        }
        if self.sectors > 0 {
            let by_sector = column("theo-khoi", "first");
            all.push(("CROSS-02", "total", first, "equal", by_sector.clone()));
            all.push(("CROSS-04", "sector", by_sector, "at-most", eligible));
        }
        for (code, per, left, relation, right) in all {
            if self.rng.u8(0..3) > 0 {
                self.check(code, per, &left, relation, &right);
            }
        }
    }
}
