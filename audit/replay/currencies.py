"""The currencies an amount may be in: ISO 4217 codes and the digits of their minor unit."""

_BY_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
        "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
        "GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK "
        "LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO "
        "NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
        "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST "
        "XAD XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
# Past awards are taken in as they were made: codes withdrawn in the last fifteen years count.
_WITHDRAWN = "ANG BGN CUC EEK HRK LTL LVL MRO SLL STD VEF ZMK ZWL"

_DIGITAL = {"BTC": 8, "ETH": 9, "EURC": 6, "TRX": 6, "USDC": 6, "USDT": 6}
"""Digital currencies; of ether the gwei."""

CURRENCIES: dict[str, int] = {
    **_DIGITAL,
    **dict.fromkeys(_WITHDRAWN.split(), 2),
    **{code: digits for digits, codes in _BY_DIGITS.items() for code in codes.split()},
}
"""Currency code to the digits of its minor unit."""
