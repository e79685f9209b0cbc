package views

// dotOf returns where a country stands that is too small to have an outline in the world sprite.
func dotOf(alpha2 string) (lat, lon float64, small bool) {
	switch alpha2 {
	case "AD":
		return 42.51, 1.52, true
	case "AG":
		return 17.12, -61.84, true
	case "AI":
		return 18.22, -63.05, true
	case "AS":
		return -14.28, -170.70, true
	case "AW":
		return 12.52, -70.03, true
	case "AX":
		return 60.10, 19.94, true
	case "BB":
		return 13.11, -59.62, true
	case "BH":
		return 26.23, 50.59, true
	case "BL":
		return 17.90, -62.85, true
	case "BM":
		return 32.29, -64.78, true
	case "BQ":
		return 12.15, -68.27, true
	case "CK":
		return -21.21, -159.78, true
	case "CV":
		return 14.93, -23.51, true
	case "CW":
		return 12.11, -68.93, true
	case "DM":
		return 15.30, -61.39, true
	case "FM":
		return 6.92, 158.16, true
	case "FO":
		return 62.01, -6.77, true
	case "GD":
		return 12.05, -61.75, true
	case "GF":
		return 4.93, -52.33, true
	case "GG":
		return 49.46, -2.54, true
	case "GI":
		return 36.14, -5.35, true
	case "GP":
		return 16.27, -61.51, true
	case "GU":
		return 13.52, 144.84, true
	case "HK":
		return 22.28, 114.17, true
	case "IM":
		return 54.15, -4.48, true
	case "JE":
		return 49.19, -2.10, true
	case "KI":
		return 1.33, 172.98, true
	case "KM":
		return -11.70, 43.26, true
	case "KN":
		return 17.30, -62.72, true
	case "KY":
		return 19.29, -81.37, true
	case "LC":
		return 14.00, -61.01, true
	case "LI":
		return 47.14, 9.52, true
	case "MC":
		return 43.73, 7.42, true
	case "MF":
		return 18.07, -63.08, true
	case "MH":
		return 7.09, 171.38, true
	case "MO":
		return 22.20, 113.55, true
	case "MP":
		return 15.21, 145.75, true
	case "MQ":
		return 14.60, -61.07, true
	case "MS":
		return 16.70, -62.21, true
	case "MT":
		return 35.90, 14.46, true
	case "MU":
		return -20.16, 57.50, true
	case "MV":
		return 4.18, 73.51, true
	case "NR":
		return -0.53, 166.93, true
	case "NU":
		return -19.05, -169.92, true
	case "PF":
		return -17.55, -149.60, true
	case "PM":
		return 46.78, -56.18, true
	case "PW":
		return 7.34, 134.47, true
	case "RE":
		return -20.88, 55.45, true
	case "SC":
		return -4.62, 55.46, true
	case "SG":
		return 1.29, 103.85, true
	case "SH":
		return -15.92, -5.72, true
	case "SM":
		return 43.94, 12.45, true
	case "ST":
		return 0.34, 6.73, true
	case "SX":
		return 18.03, -63.05, true
	case "TC":
		return 21.46, -71.14, true
	case "TO":
		return -21.14, -175.20, true
	case "TV":
		return -8.52, 179.20, true
	case "VA":
		return 41.90, 12.45, true
	case "VC":
		return 13.16, -61.23, true
	case "VG":
		return 18.43, -64.62, true
	case "VI":
		return 17.73, -64.75, true
	case "WF":
		return -13.28, -176.17, true
	case "WS":
		return -13.83, -171.77, true
	case "YT":
		return -12.78, 45.23, true
	}
	return 0, 0, false
}
