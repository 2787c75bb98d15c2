"""The closed table of units: kinds of quantity, exact factors, sources and spellings.

Data only; `conformance.quantities.units` reads it, and `docs/units.md` shows it.

Each group is a kind: its English name, its Chinese name, the family of kinds it is
confused with (empty: none), `signed` or `exact` where that holds, the source of its
factors, and its units, one a line:

    symbol | factor [@ offset] | further spellings [| source of its own]

A value in the base unit of the kind is the value times the factor plus the offset.
A factor may be a product or quotient of decimals, so that it can be exact and still
be recognised.  Spellings have no spaces inside; `units.py` says which variations
(spaces, product signs, superscripts, Chinese and English unit words) are folded.

Left out on purpose: `ton` (three different masses), `gal`, `cal` (several each), `ppt`
(thousandth or trillionth), `M` and `G` alone, `rad` (a factor to degrees that is no
fraction), `g` for standard gravity (it is the gram).
"""

_BASE = "SI Brochure 9th ed., tables 2 and 7"
_NAMED = "SI Brochure 9th ed., tables 4 and 7"
_DERIVED = "SI Brochure 9th ed., tables 5 to 7"
_BESIDE = "SI Brochure 9th ed., table 8; GB 3100-1993, table 5"
_RATIO = "SI Brochure 9th ed., 5.4.7"
_GRAVITY = "3rd CGPM (1901): g_n = 9.80665 m/s²"
_YARD = "International yard and pound agreement (1959)"
_LEVEL = "IEC 60027-3:2002; SI Brochure 9th ed., table 8"
_CISPR = "IEC 60050-161; IEC 60027-3:2002"
_COLONIES = "GB 4789.2-2022"
_PROBABLE = "GB 4789.3-2016"
_COUNTED = "number of entities, SI Brochure 9th ed., 2.3.3"

Group = tuple[str, str, str, str, str, str]

GROUPS: tuple[Group, ...] = (
    ("number", "数", "fraction", "signed", _RATIO, "1 | 1 |"),
    ("ratio", "比率", "fraction", "signed", _RATIO, """
        %   | 0.01       | percent pct
        ‰   | 0.001      | permille
        ppm | 0.000001   |
        ppb | 0.000000001 |"""),
    ("mass fraction", "质量分数", "fraction", "", "SI Brochure 9th ed., 5.4.7 and table 7", """
        %         | 0.01         | percent pct wt% %wt wt.% %(m/m) %m/m %(w/w) %w/w mass% \
%(质量分数) 质量%
        ‰         | 0.001        |
        ppm       | 0.000001     |
        ppb       | 0.000000001  |
        kg/kg     | 1            | g/g mg/mg
        g/kg      | 0.001        |
        mg/g      | 0.001        |
        mg/kg     | 0.000001     |
        µg/g      | 0.000001     |
        µg/kg     | 0.000000001  |
        ng/g      | 0.000000001  |
        µg/mg     | 0.001        |
        ng/kg     | 0.000000000001 |
        pg/g      | 0.000000000001 |
        g/100g    | 0.01         |
        mg/100g   | 0.00001      |
        µg/100g   | 0.00000001   |"""),
    ("volume fraction", "体积分数", "fraction", "", "SI Brochure 9th ed., 5.4.7 and table 7", """
        %     | 0.01        | percent pct %vol vol% vol.% %(v/v) %v/v %(V/V) %V/V %(体积分数) 体积%
        ‰     | 0.001       |
        ppm   | 0.000001    | ppmv
        ppb   | 0.000000001 | ppbv
        L/L   | 1           | m³/m³ mL/mL
        mL/L  | 0.001       | L/m³
        µL/L  | 0.000001    | mL/m³
        mL/100mL | 0.01     |"""),
    ("relative humidity", "相对湿度", "fraction", "", "GB/T 11605-2005", """
        %RH | 0.01 | RH% %R.H. %(RH) %rh %r.h."""),
    ("mass concentration", "质量浓度", "", "", _DERIVED, """
        g/L     | 1           | mg/cm³ µg/µL
        mg/mL   | 1           |
        mg/L    | 0.001       |
        µg/mL   | 0.001       |
        g/m³    | 0.001       |
        µg/L    | 0.000001    | ng/mL
        mg/m³   | 0.000001    |
        µg/m³   | 0.000000001 |
        ng/L    | 0.000000001 |
        ng/m³   | 0.000000000001 |
        mg/dL   | 0.01        |
        g/dL    | 10          |
        g/100mL | 10          | %(m/V) %(w/v) %(m/v) %w/v
        mg/100mL | 0.01       |
        kg/m³   | 1           |
        g/mL    | 1000        |"""),
    ("density", "密度", "", "", _DERIVED, """
        kg/m³ | 1    |
        g/cm³ | 1000 |
        g/mL  | 1000 |
        kg/L  | 1000 | kg/dm³
        t/m³  | 1000 |"""),
    ("mass per area", "单位面积质量", "", "", _DERIVED, """
        kg/m²  | 1          |
        g/m²   | 0.001      | gsm
        mg/m²  | 0.000001   |
        µg/m²  | 0.000000001 |
        g/dm²  | 0.1        |
        mg/dm² | 0.0001     |
        g/cm²  | 10         |
        mg/cm² | 0.01       |
        µg/cm² | 0.00001    |
        µg/dm² | 0.0000001  |"""),
    ("mass per article", "每件质量", "", "", _BASE, """
        g/article  | 0.001       | g/件
        mg/article | 0.000001    | mg/件 mg/个 mg/unit
        µg/article | 0.000000001 | µg/件 µg/个"""),
    ("mass per serving", "每份质量", "", "", _BASE, """
        g/serving  | 0.001       | g/份
        mg/serving | 0.000001    | mg/serv mg/serving·size mg/份
        µg/serving | 0.000000001 | µg/份"""),
    ("mass emission rate", "单位面积释放速率", "", "", _DERIVED, """
        g/(m²·h)  | 0.001/3600       | g/m²/h g/m²·h
        mg/(m²·h) | 0.000001/3600    | mg/m²/h mg/m²·h mg/(h·m²)
        µg/(m²·h) | 0.000000001/3600 | µg/m²/h µg/m²·h"""),
    ("current", "电流", "current", "", _BASE, """
        A  | 1        | 安 安培 ampere amperes amp amps
        mA | 0.001    | 毫安 milliampere milliamperes milliamp milliamps
        µA | 0.000001 | 微安 microampere microamperes
        nA | 0.000000001 |
        kA | 1000     | 千安 KA"""),
    ("peak current", "峰值电流", "current", "", _BASE, ""),
    ("peak-to-peak current", "峰峰值电流", "current", "", _BASE, ""),
    ("direct current", "直流电流", "current", "signed", _BASE, ""),
    ("voltage", "电压", "voltage", "", _NAMED, """
        V  | 1        | 伏 伏特 volt volts
        kV | 1000     | 千伏 KV kilovolt kilovolts
        mV | 0.001    | 毫伏 millivolt millivolts
        µV | 0.000001 | 微伏"""),
    ("peak voltage", "峰值电压", "voltage", "", _NAMED, ""),
    ("peak-to-peak voltage", "峰峰值电压", "voltage", "", _NAMED, ""),
    ("direct voltage", "直流电压", "voltage", "signed", _NAMED, ""),
    ("active power", "有功功率", "power", "", _NAMED, """
        W  | 1        | 瓦 瓦特 watt watts
        kW | 1000     | 千瓦 KW kilowatt kilowatts
        MW | 1000000  | 兆瓦 megawatt megawatts
        mW | 0.001    | 毫瓦 milliwatt milliwatts
        µW | 0.000001 | 微瓦"""),
    ("apparent power", "视在功率", "power", "", "IEC 80000-6:2022", """
        VA  | 1       | V·A 伏安
        kVA | 1000    | kV·A KVA 千伏安
        MVA | 1000000 | MV·A 兆伏安
        mVA | 0.001   |"""),
    ("reactive power", "无功功率", "power", "signed", "IEC 80000-6:2022", """
        var  | 1       | Var VAR 乏
        kvar | 1000    | kVar kVAR 千乏
        Mvar | 1000000 | MVar"""),
    ("energy", "能量", "energy", "", _NAMED, """
        J   | 1          | 焦 焦耳 joule joules
        mJ  | 0.001      | 毫焦
        kJ  | 1000       | 千焦 KJ
        MJ  | 1000000    | 兆焦
        Wh  | 3600       | W·h 瓦时
        kWh | 3600000    | kW·h kwh KWh KWH Kwh kWH KW·h 千瓦时
        MWh | 3600000000 | MW·h 兆瓦时"""),
    ("energy per use", "每次耗能", "energy", "", _NAMED, """
        kWh/use | 3600000 | kWh/次 kWh/cycle kW·h/cycle
        Wh/use  | 3600    | Wh/次 Wh/cycle W·h/cycle"""),
    ("energy per day", "日耗能", "energy", "", _NAMED, """
        kWh/d | 3600000/86400 | kWh/24h kW·h/24h kW·h/d
        Wh/d  | 3600/86400    | Wh/24h W·h/24h W·h/d"""),
    ("energy per year", "年耗能", "energy", "", _NAMED, """
        kWh/year | 3600000 | kWh/a kWh/年 kW·h/a kW·h/year"""),
    ("energy per mass", "单位质量能量", "", "", _DERIVED, """
        J/kg    | 1       |
        kJ/kg   | 1000    | J/g
        MJ/kg   | 1000000 | kJ/g
        kJ/100g | 10000   |"""),
    ("energy per area", "单位面积能量", "", "", _DERIVED, """
        J/m²  | 1     |
        kJ/m² | 1000  |
        J/cm² | 10000 |
        mJ/cm² | 10   |"""),
    ("resistance", "电阻", "", "", _NAMED, """
        Ω  | 1          | ohm ohms Ohm 欧 欧姆
        mΩ | 0.001      | mohm mOhm 毫欧
        µΩ | 0.000001   | 微欧
        kΩ | 1000       | kohm kOhm KΩ Kohm 千欧
        MΩ | 1000000    | Mohm MOhm Mohms 兆欧
        GΩ | 1000000000 | Gohm GOhm 吉欧
        TΩ | 1000000000000 | Tohm TOhm"""),
    ("resistivity", "电阻率", "", "", _DERIVED, """
        Ω·m  | 1    | ohm·m
        Ω·cm | 0.01 | ohm·cm"""),
    ("conductivity", "电导率", "", "", _DERIVED, """
        S/m   | 1      |
        mS/m  | 0.001  |
        mS/cm | 0.1    |
        µS/cm | 0.0001 |"""),
    ("capacitance", "电容", "", "", _NAMED, """
        F  | 1           | 法 法拉 farad farads
        mF | 0.001       |
        µF | 0.000001    | 微法
        nF | 0.000000001 | 纳法
        pF | 0.000000000001 | 皮法"""),
    ("inductance", "电感", "", "", _NAMED, """
        H  | 1           | 亨 亨利 henry
        mH | 0.001       | 毫亨
        µH | 0.000001    | 微亨
        nH | 0.000000001 |"""),
    ("frequency", "频率", "", "", _NAMED, """
        Hz  | 1          | HZ hz 赫 赫兹 hertz
        kHz | 1000       | KHz KHZ khz 千赫 千赫兹
        MHz | 1000000    | MHZ Mhz 兆赫 兆赫兹
        GHz | 1000000000 | GHZ Ghz 吉赫 吉赫兹"""),
    ("electric charge", "电荷量", "", "", _NAMED, """
        C   | 1        | 库 库仑 coulomb coulombs
        mC  | 0.001    |
        µC  | 0.000001 | 微库
        nC  | 0.000000001 |
        pC  | 0.000000000001 |
        Ah  | 3600     | A·h 安时 安培小时
        mAh | 3.6      | mA·h MAH mAH 毫安时 毫安小时"""),
    ("electric field strength", "电场强度", "", "", _DERIVED, """
        V/m   | 1       |
        kV/m  | 1000    |
        kV/cm | 100000  |
        kV/mm | 1000000 | MV/m
        V/mm  | 1000    |"""),
    ("magnetic field strength", "磁场强度", "", "", _DERIVED, """
        A/m  | 1    |
        kA/m | 1000 |"""),
    ("magnetic flux density", "磁感应强度", "", "", _NAMED, """
        mT | 0.001       | 毫特
        µT | 0.000001    | 微特
        nT | 0.000000001 |"""),
    ("force", "力", "", "", _NAMED, f"""
        N   | 1       | 牛 牛顿 newton newtons
        mN  | 0.001   | 毫牛
        cN  | 0.01    | 厘牛
        kN  | 1000    | KN 千牛
        MN  | 1000000 | 兆牛
        kgf | 9.80665 | 千克力 公斤力 | {_GRAVITY}
        gf  | 0.00980665 | 克力 | {_GRAVITY}
        lbf | 0.45359237*9.80665 | | {_YARD}; {_GRAVITY}"""),
    ("force per length", "单位长度力", "", "", _DERIVED, """
        N/m  | 1    |
        mN/m | 0.001 |
        kN/m | 1000 |
        N/cm | 100  |
        N/mm | 1000 |"""),
    ("torque", "力矩", "", "", _DERIVED, f"""
        N·m  | 1     | Nm N-m 牛米 牛顿米
        mN·m | 0.001 | mNm 毫牛米
        kN·m | 1000  | kNm 千牛米
        N·cm | 0.01  | Ncm N-cm 牛厘米
        N·mm | 0.001 | Nmm 牛毫米
        kgf·m  | 9.80665   | 公斤力·米 | {_GRAVITY}
        kgf·cm | 0.0980665 | 公斤力·厘米 | {_GRAVITY}
        lbf·in | 0.45359237*9.80665*0.0254 | in·lbf | {_YARD}; {_GRAVITY}
        lbf·ft | 0.45359237*9.80665*0.3048 | ft·lbf | {_YARD}; {_GRAVITY}"""),
    ("pressure", "压力", "", "signed", _NAMED, f"""
        Pa    | 1          | pascal N/m² 帕 帕斯卡
        hPa   | 100        | 百帕
        kPa   | 1000       | KPa Kpa kpa 千帕
        MPa   | 1000000    | Mpa N/mm² 兆帕
        GPa   | 1000000000 | Gpa kN/mm² 吉帕
        mPa   | 0.001      |
        N/cm² | 10000      |
        kN/m² | 1000       |
        bar   | 100000     | Bar BAR 巴 | ISO 80000-4:2019
        mbar  | 100        | 毫巴 | ISO 80000-4:2019
        mmHg  | 13595.1*9.80665*0.001 | mm·Hg 毫米汞柱 | 13595.1 kg/m³ × g_n × 1 mm
        atm   | 101325     | | 10th CGPM (1954), Resolution 4
        kgf/cm² | 98066.5  | | {_GRAVITY}
        psi   | 0.45359237*9.80665/0.0254/0.0254 | PSI lbf/in² | {_YARD}; {_GRAVITY}"""),
    ("viscosity", "动力黏度", "", "", _DERIVED, """
        Pa·s  | 1     |
        mPa·s | 0.001 |"""),
    ("kinematic viscosity", "运动黏度", "", "", _DERIVED, """
        m²/s  | 1        |
        mm²/s | 0.000001 |"""),
    ("acceleration", "加速度", "", "signed", _DERIVED, f"""
        m/s² | 1       |
        g_n  | 9.80665 | gn gₙ | {_GRAVITY}"""),
    ("speed", "速度", "", "", _DERIVED, f"""
        m/s    | 1         |
        cm/s   | 0.01      |
        mm/s   | 0.001     |
        m/min  | 1/60      | | {_BESIDE}
        cm/min | 0.01/60   | | {_BESIDE}
        mm/min | 0.001/60  | | {_BESIDE}
        km/h   | 1000/3600 | kmh kph | {_BESIDE}
        m/h    | 1/3600    | | {_BESIDE}"""),
    ("rotational frequency", "转速", "rate", "", "GB 3100-1993, table 5; ISO 80000-3:2019", """
        r/s   | 1    | rev/s 转/秒 转/s rps
        r/min | 1/60 | rpm rev/min 1/min 转/分 转/分钟 转/min"""),
    ("operating rate", "操作频率", "rate", "", "ISO 80000-3:2019; SI Brochure 9th ed., table 8", """
        use/s   | 1      | 次/s cycles/s
        use/min | 1/60   | 次/min 次/分 cycles/min times/min
        use/h   | 1/3600 | 次/h cycles/h"""),
    ("angle", "角度", "", "signed", _BESIDE, """
        ° | 1      | deg degree degrees 度
        ′ | 1/60   | arcmin 角分
        ″ | 1/3600 | arcsec 角秒"""),
    ("temperature", "温度", "temperature", "signed", _NAMED, """
        ℃ | 1             | °C degC deg·C 摄氏度 ºC ˚C
        ℉ | 5/9 @ -160/9  | °F degF deg·F 华氏度 | NIST SP 811 (2008), 4.2.1.1 and B.8"""),
    ("temperature difference", "温度差", "temperature", "signed", _BASE, """
        K              | 1   | kelvin kelvins 开 开尔文
        ℃ (difference) | 1   | Δ℃ ℃(温差) ℃(温升)
        ℉ (difference) | 5/9 | Δ℉ ℉(温差) ℉(温升) | NIST SP 811 (2008), B.8"""),
    ("thermal conductivity", "导热系数", "", "", _DERIVED, """
        W/(m·K)  | 1     | W/m·K W/mK W/(m·℃)
        mW/(m·K) | 0.001 | mW/m·K"""),
    ("thermal transmittance", "传热系数", "", "", _DERIVED, """
        W/(m²·K) | 1 | W/m²·K W/m²K W/(m²·℃)"""),
    ("thermal insulance", "热阻", "", "", _DERIVED, """
        m²·K/W | 1 | (m²·K)/W m²·℃/W"""),
    ("thermal resistance", "热阻(元件)", "", "", _DERIVED, """
        K/W | 1 | ℃/W"""),
    ("length", "长度", "", "", _BASE, f"""
        m  | 1           | 米 公尺 metre metres meter meters
        nm | 0.000000001 | 纳米
        µm | 0.000001    | 微米 micron microns
        mm | 0.001       | 毫米 millimetre millimetres millimeter millimeters
        cm | 0.01        | 厘米 公分 centimetre centimetres centimeter centimeters
        dm | 0.1         | 分米
        km | 1000        | 千米 公里 kilometre kilometres kilometer kilometers
        in | 0.0254      | inch inches 英寸 | {_YARD}
        ft | 0.3048      | foot feet 英尺 | {_YARD}"""),
    ("area", "面积", "", "", _DERIVED, f"""
        m²  | 1        | 平方米 平米
        mm² | 0.000001 | 平方毫米
        cm² | 0.0001   | 平方厘米
        dm² | 0.01     | 平方分米
        km² | 1000000  | 平方千米 平方公里
        in² | 0.00064516 | 平方英寸 | {_YARD}
        ft² | 0.09290304 | 平方英尺 | {_YARD}"""),
    ("volume", "体积", "", "", _BESIDE, """
        m³  | 1           | 立方米
        L   | 0.001       | l ℓ 升 公升 litre litres liter liters
        mL  | 0.000001    | ml 毫升 millilitre millilitres milliliter milliliters
        µL  | 0.000000001 | µl 微升
        dL  | 0.0001      | dl 分升
        dm³ | 0.001       | 立方分米
        cm³ | 0.000001    | cc 立方厘米
        mm³ | 0.000000001 | 立方毫米"""),
    ("volume per use", "每次用水量", "", "", _BESIDE, """
        L/use  | 0.001    | L/次 L/flush L/cycle L/冲
        mL/use | 0.000001 | mL/次 mL/flush mL/cycle"""),
    ("mass", "质量", "", "", _BASE, f"""
        kg | 1           | Kg KG 千克 公斤 kilogram kilograms
        g  | 0.001       | 克 gram grams
        mg | 0.000001    | 毫克 milligram milligrams
        µg | 0.000000001 | mcg 微克 microgram micrograms
        ng | 0.000000000001 | 纳克
        t  | 1000        | 吨 tonne tonnes | {_BESIDE}
        lb | 0.45359237  | lbs 磅 pound pounds | {_YARD}
        oz | 0.45359237/16 | ounce ounces 盎司 | {_YARD}"""),
    ("flow rate", "流量", "", "", _BESIDE, """
        m³/s   | 1             |
        m³/min | 1/60          |
        m³/h   | 1/3600        |
        L/s    | 0.001         |
        L/min  | 0.001/60      | LPM lpm 升/分
        L/h    | 0.001/3600    |
        mL/s   | 0.000001      |
        mL/min | 0.000001/60   | 毫升/分
        mL/h   | 0.000001/3600 |"""),
    ("time", "时间", "time", "", _BESIDE, """
        s   | 1        | 秒 秒钟 sec secs second seconds
        ms  | 0.001    | 毫秒 millisecond milliseconds
        µs  | 0.000001 | 微秒 microsecond microseconds
        ns  | 0.000000001 | 纳秒
        min | 60       | 分钟 mins minute minutes
        h   | 3600     | 小时 个小时 hr hrs hour hours
        d   | 86400    | 天 日 day days
        week | 604800  | weeks 周 星期"""),
    ("calendar period", "日历期间", "", "exact", "ISO 8601-1:2019, 3.1.2 (a year is 12 months)", """
        month | 1  | months 月 个月
        year  | 12 | years 年 周年"""),
    ("luminance", "亮度", "", "", _DERIVED, "cd/m² | 1 |"),
    ("luminous intensity", "发光强度", "", "", _BASE, """
        cd  | 1     | 坎德拉
        mcd | 0.001 |"""),
    ("luminous flux", "光通量", "", "", _NAMED, "lm | 1 | 流明 lumen lumens"),
    ("luminous efficacy", "光效", "", "", _DERIVED, "lm/W | 1 |"),
    ("illuminance", "照度", "", "", _NAMED, """
        lx  | 1    | lux 勒克斯
        klx | 1000 |"""),
    ("irradiance", "辐照度", "", "", _DERIVED, """
        W/m²   | 1     |
        kW/m²  | 1000  |
        mW/m²  | 0.001 |
        W/cm²  | 10000 |
        mW/cm² | 10    |
        µW/cm² | 0.01  |"""),
    ("specific absorption rate", "比吸收率", "", "", _DERIVED, """
        W/kg  | 1     | mW/g
        mW/kg | 0.001 |"""),
    ("level", "级", "sound level", "signed", _LEVEL, "dB | 1 | db DB 分贝"),
    ("sound level", "A 计权声级", "sound level", "signed", "IEC 61672-1:2013", """
        dB(A) | 1 | dBA dB·A db(A) DB(A) dB(a) db(a) dba 分贝(A)"""),
    ("sound pressure level", "声压级", "sound level", "signed", "ISO 80000-8:2020", ""),
    ("sound power level", "声功率级", "sound level", "signed", "ISO 80000-8:2020", ""),
    ("voltage level", "电压电平", "emission level", "signed", _CISPR, """
        dBµV | 1       | dB(µV) dBuV dB(uV) dB·µV
        dBmV | 1 @ 60  | dB(mV)"""),
    ("current level", "电流电平", "emission level", "signed", _CISPR, """
        dBµA | 1 | dB(µA) dBuA dB(uA)"""),
    ("field strength level", "场强电平", "emission level", "signed", _CISPR, """
        dBµV/m | 1 | dB(µV/m) dB(µV)/m dBuV/m dB(uV/m)"""),
    ("magnetic field level", "磁场强度电平", "emission level", "signed", _CISPR, """
        dBµA/m | 1 | dB(µA/m) dB(µA)/m dBuA/m dB(uA/m)"""),
    ("power level", "功率电平", "emission level", "signed", _CISPR, """
        dBpW | 1      | dB(pW)
        dBm  | 1 @ 90 | dB(mW) dBmW"""),
    ("colony count per mass", "单位质量菌落数", "colony count", "", _COLONIES, """
        CFU/g   | 1     |
        CFU/10g | 0.1   |
        CFU/25g | 0.04  |
        CFU/100g | 0.01 |
        CFU/kg  | 0.001 |"""),
    ("colony count per volume", "单位体积菌落数", "colony count", "", _COLONIES, """
        CFU/mL    | 1     |
        CFU/100mL | 0.01  |
        CFU/250mL | 0.004 |
        CFU/L     | 0.001 |"""),
    ("colony count per area", "单位面积菌落数", "colony count", "", "GB 15982-2012", """
        CFU/cm² | 1      |
        CFU/dm² | 0.01   |
        CFU/m²  | 0.0001 |"""),
    ("colony count per volume of air", "空气菌落数", "colony count", "", "GB/T 18204.3-2013", """
        CFU/m³ | 1 |"""),
    ("colony count per article", "每件菌落数", "colony count", "", "GB 15979-2002", """
        CFU/article | 1 | CFU/件"""),
    ("colony count per plate", "每皿菌落数", "colony count", "", "GB 15982-2012", """
        CFU/plate | 1 | CFU/皿 个/皿"""),
    ("probable number per mass", "单位质量最可能数", "colony count", "", _PROBABLE, """
        MPN/g    | 1    |
        MPN/100g | 0.01 |"""),
    ("probable number per volume", "单位体积最可能数", "colony count", "", "GB/T 5750.12-2023", """
        MPN/mL    | 1     |
        MPN/100mL | 0.01  |
        MPN/L     | 0.001 |"""),
    ("activity per mass", "活度浓度(质量)", "", "", _NAMED, """
        Bq/kg  | 1    |
        Bq/g   | 1000 |
        kBq/kg | 1000 |"""),
    ("activity per volume", "活度浓度(体积)", "", "", _NAMED, """
        Bq/m³ | 1    |
        Bq/L  | 1000 |"""),
    ("activity per area", "表面活度", "", "", _NAMED, "Bq/cm² | 1 |"),
    ("dose equivalent rate", "剂量当量率", "dose rate", "", _NAMED, """
        µSv/h | 1     |
        mSv/h | 1000  |
        nSv/h | 0.001 |"""),
    ("absorbed dose rate", "吸收剂量率", "dose rate", "", _NAMED, """
        µGy/h | 1     |
        mGy/h | 1000  |
        nGy/h | 0.001 |"""),
    ("acidity", "酸碱度", "", "signed", "ISO 80000-9:2019", "pH | 1 |"),
    ("turbidity", "浑浊度", "", "", "GB/T 5750.4-2023", "NTU | 1 | ntu"),
    ("money", "金额", "", "signed", "中国人民银行法, 第十七条", """
        CNY | 1     | 元 ¥ ￥ RMB 人民币元 yuan
        万元 | 10000 | 人民币万元"""),
    ("count", "数目", "count", "exact", _COUNTED, """
        pcs | 1 | pc piece pieces 个 件 只 台 处 套 条 块 片 支 张 根 项 批 家 人 份 城市 个城市 \
article articles specimen specimens sample samples set sets city cities place places item items"""),
    ("cycle count", "次数", "count", "exact", _COUNTED, """
        cycles | 1     | 次 回 个循环 次循环 循环 cycle times operations
        千次    | 1000  |
        万次    | 10000 |"""),
)  # fmt: skip

# Kinds whose units are those of another kind, told apart by a mark behind the symbol.
MARKED: tuple[tuple[str, str, str], ...] = (
    ("peak current", "current", " peak"),
    ("peak-to-peak current", "current", " peak-to-peak"),
    ("direct current", "current", " d.c."),
    ("peak voltage", "voltage", " peak"),
    ("peak-to-peak voltage", "voltage", " peak-to-peak"),
    ("direct voltage", "voltage", " d.c."),
    ("sound pressure level", "sound level", " (sound pressure)"),
    ("sound power level", "sound level", " (sound power)"),
)

# What stands behind a unit of current or voltage, as written and with points as products.
MARKS: tuple[tuple[str, str], ...] = (
    ("", "r.m.s. rms RMS 有效值 a.c. ac AC A.C. 交流 交流有效值 ~"),
    ("peak", "peak Peak PEAK pk PK Pk p 峰值 交流峰值"),
    ("peak-to-peak", "peak-to-peak p-p pp 峰峰值 峰-峰值"),
    ("direct", "d.c. dc DC D.C. 直流 ⎓"),
)

# One character that stands for a unit, undone before anything else.
SQUARES: dict[str, str] = {
    "㎍": "µg", "㎎": "mg", "㎏": "kg", "㎚": "nm", "㎛": "µm", "㎜": "mm", "㎝": "cm",
    "㎞": "km", "㎟": "mm²", "㎠": "cm²", "㎡": "m²", "㎢": "km²", "㎣": "mm³", "㎤": "cm³",
    "㎥": "m³", "㎕": "µL", "㎖": "mL", "㎗": "dL", "ℓ": "L", "㏄": "cm³", "㎧": "m/s",
    "㎨": "m/s²", "㎰": "ps", "㎱": "ns", "㎲": "µs", "㎳": "ms", "㎴": "pV", "㎵": "nV",
    "㎶": "µV", "㎷": "mV", "㎸": "kV", "㎹": "MV", "㎼": "µW", "㎽": "mW", "㎾": "kW",
    "㎿": "MW", "㏀": "kΩ", "㏁": "MΩ", "㎁": "nA", "㎂": "µA", "㎃": "mA", "㎄": "kA",
    "㎊": "pF", "㎋": "nF", "㎌": "µF", "㎐": "Hz", "㎑": "kHz", "㎒": "MHz", "㎓": "GHz",
    "㎩": "Pa", "㎪": "kPa", "㎫": "MPa", "㎬": "GPa", "㎭": "rad", "㏈": "dB", "㏅": "cd",
    "㏓": "lx", "㏐": "lm", "㏙": "ppm", "㏗": "pH", "㏉": "Gy", "㏜": "Sv", "㍴": "bar",
}  # fmt: skip

# Words that mean their unit also inside a compound (`毫克/千克`), as they are written.
WORDS: dict[str, str] = {
    "°C": "℃", "°F": "℉", "ml": "mL", "l": "L", "µl": "µL", "dl": "dL", "Kg": "kg", "KG": "kg",
    "ug": "µg", "uA": "µA", "uV": "µV", "uW": "µW", "uL": "µL", "ul": "µL", "um": "µm",
    "us": "µs", "uF": "µF", "uH": "µH", "uC": "µC", "uS": "µS", "uT": "µT", "uSv": "µSv",
    "uGy": "µGy", "uohm": "µΩ", "uΩ": "µΩ", "KW": "kW", "KV": "kV",
    "毫克": "mg", "微克": "µg", "纳克": "ng", "克": "g", "千克": "kg", "公斤": "kg", "吨": "t",
    "升": "L", "毫升": "mL", "微升": "µL", "立方米": "m³", "立方厘米": "cm³", "立方分米": "dm³",
    "米": "m", "厘米": "cm", "分米": "dm", "毫米": "mm", "千米": "km", "公里": "km",
    "平方米": "m²", "平方厘米": "cm²", "平方分米": "dm²", "平方毫米": "mm²",
    "秒": "s", "分钟": "min", "小时": "h", "天": "d", "日": "d", "牛": "N", "牛顿": "N",
    "千牛": "kN", "安": "A", "毫安": "mA", "微安": "µA", "伏": "V", "千伏": "kV", "毫伏": "mV",
    "瓦": "W", "千瓦": "kW", "毫瓦": "mW", "千瓦时": "kWh", "焦耳": "J", "焦": "J", "千焦": "kJ",
    "兆焦": "MJ", "开": "K", "摄氏度": "℃", "流明": "lm", "坎德拉": "cd", "分贝": "dB",
    "贝可": "Bq", "贝克": "Bq",
}  # fmt: skip

# Words that are known in any mixture of capitals and small letters.
WORDS_IN_ANY_CASE: dict[str, str] = {
    "ppm": "ppm", "ppb": "ppb", "ppmv": "ppmv", "ppbv": "ppbv", "percent": "%", "cfu": "CFU",
    "mpn": "MPN", "mcg": "µg", "rpm": "r/min", "sec": "s", "secs": "s", "second": "s",
    "seconds": "s", "min": "min", "mins": "min", "minute": "min", "minutes": "min", "hr": "h",
    "hrs": "h", "hour": "h", "hours": "h", "day": "d", "days": "d", "week": "week",
    "weeks": "week", "month": "month", "months": "month", "year": "year", "years": "year",
    "gram": "g", "grams": "g", "milligram": "mg", "milligrams": "mg", "kilogram": "kg",
    "kilograms": "kg", "microgram": "µg", "micrograms": "µg", "litre": "L", "litres": "L",
    "liter": "L", "liters": "L", "millilitre": "mL", "millilitres": "mL", "milliliter": "mL",
    "milliliters": "mL", "metre": "m", "metres": "m", "meter": "m", "meters": "m",
    "inch": "in", "inches": "in", "foot": "ft", "feet": "ft", "volt": "V", "volts": "V",
    "watt": "W", "watts": "W", "ampere": "A", "amperes": "A", "newton": "N", "newtons": "N",
    "pcs": "pcs", "piece": "pcs", "pieces": "pcs", "cycle": "cycles",
    "cycles": "cycles", "times": "cycles", "cities": "pcs", "lux": "lx", "rmb": "CNY",
    "cny": "CNY", "yuan": "CNY", "vol": "vol", "wt": "wt",
}  # fmt: skip

# Words that mean something only as a part of a compound: `分` alone may be a score.
WORDS_IN_COMPOUNDS: dict[str, str] = {
    "分": "min", "时": "h", "年": "year", "a": "year", "转": "r", "rev": "r", "件": "article",
    "个": "article", "只": "article", "片": "article", "piece": "article", "pc": "article",
    "pcs": "article", "unit": "article", "item": "article", "serv": "serving", "份": "serving",
    "次": "use", "冲": "use", "flush": "use", "cycle": "use", "cycles": "use", "times": "use",
    "皿": "plate",
}  # fmt: skip
